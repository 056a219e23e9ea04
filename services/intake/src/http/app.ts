import swagger from '@fastify/swagger';
import { runInTrace } from '@lapor/runtime';
import { AppError } from '@lapor/kernel';
import { LogController, fastify } from 'fastify';
import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { Intake } from '../intake.ts';
import { agencyChangeRoutes } from './routes/agency-change-routes.ts';
import { agencyKeyRoutes } from './routes/agency-key-routes.ts';
import { answerTemplateRoutes } from './routes/answer-template-routes.ts';
import { categoryRoutes } from './routes/category-routes.ts';
import { clockRuleRoutes } from './routes/clock-rule-routes.ts';
import { slipRoutes, smsRoutes } from './routes/channel-routes.ts';
import { competenceRoutes } from './routes/competence-routes.ts';
import { answerClientError } from './client-error.ts';
import { complaintRoutes } from './routes/complaint-routes.ts';
import { deadLetterRoutes } from './routes/dead-letter-routes.ts';
import { docsRoutes } from './docs/docs.ts';
import { hearOutTheTooLarge } from './hear-out.ts';
import { JSON_BODY_BYTES, readJsonBodies } from './json-body.ts';
import { officerRoutes } from './routes/officer-routes.ts';
import { OPENAPI } from './docs/openapi.ts';
import { ownDataRoutes } from './routes/own-data-routes.ts';
import { operationsRoutes } from './routes/operations-routes.ts';
import { sendProblem } from './problem.ts';
import { publicRoutes } from './routes/public-routes.ts';
import { measureRequests } from './request-metrics.ts';
import { addResponseSchemas } from './schemas/response-schemas.ts';
import { securityHeaders } from './security-headers.ts';
import { attachmentRoutes } from './routes/attachment-routes.ts';
import { breachRoutes } from './routes/breach-routes.ts';
import { retentionRoutes } from './routes/retention-routes.ts';
import { receiptRoutes } from './routes/receipt-routes.ts';
import { refuseTheUnknown } from './strict-routes.ts';
import type { App, TypeBoxProvider } from './typebox-provider.ts';
import { compileValidator } from './validation.ts';

export interface AppOptions {
  readonly intake: Intake;
  readonly metrics: Registry;
  /** Throws when a part intake needs is down. */
  readonly ready: () => Promise<void>;
  /** Adds the pages. */
  readonly portal?: (app: App) => void | Promise<void>;
}

/** The gateway's HTTP side, ready to listen or to be injected into. */
export async function buildApp({ intake, metrics, ready, portal }: AppOptions): Promise<App> {
  const { LAPOR_TRUST_PROXY: proxies, LAPOR_HTTPS: https } = intake.config;
  const log: FastifyBaseLogger = intake.log;
  const app: App = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: JSON_BODY_BYTES,
    // A line knows its request by the trace; a logger of its own for each request would cost more than the request.
    childLoggerFactory: (logger) => logger,
    genReqId: () => '',
    trustProxy: proxies === '' ? false : proxies.split(',').map((each) => each.trim()),
    // A slow or stuck client must not hold a connection for ever.
    requestTimeout: 60_000,
    // What a proxy still sends on a connection it holds is taken in; a 503 would go on to whoever complains.
    return503OnClosing: false,
    // The ten seconds it has by default are too few for a small machine that starts under load.
    pluginTimeout: 60_000,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  }).withTypeProvider<TypeBoxProvider>();

  app.setValidatorCompiler(compileValidator);
  // Schemas of answers are the document's; what is sent is made by typed code, and tests hold it to them.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(() => {
    throw new AppError('not_found', 'there is nothing at this address');
  });
  readJsonBodies(app);
  hearOutTheTooLarge(app);
  // Everything below runs, and logs, and calls, as part of the caller's trace.
  app.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    runInTrace(typeof traceparent === 'string' ? traceparent : undefined, done);
  });
  securityHeaders(app, https);
  measureRequests(app, metrics);
  addResponseSchemas(app);
  const refuseOtherMethods = refuseTheUnknown(app);
  await app.register(swagger, {
    openapi: OPENAPI,
    // Pages are for people, not for the document.
    hideUntagged: true,
    refResolver: { buildLocalReference: nameOfSchema },
  });
  await app.register(async (scope) => {
    const routes: App = scope.withTypeProvider<TypeBoxProvider>();
    complaintRoutes(routes, intake);
    attachmentRoutes(routes, intake);
    receiptRoutes(routes, intake);
    ownDataRoutes(routes, intake);
    officerRoutes(routes, intake);
    agencyKeyRoutes(routes, intake);
    agencyChangeRoutes(routes, intake);
    competenceRoutes(routes, intake);
    answerTemplateRoutes(routes, intake);
    categoryRoutes(routes, intake);
    clockRuleRoutes(routes, intake);
    publicRoutes(routes, intake);
    slipRoutes(routes, intake);
    smsRoutes(routes, intake);
    operationsRoutes(routes, { intake, metrics, ready });
    deadLetterRoutes(routes, intake);
    retentionRoutes(routes, intake);
    breachRoutes(routes, intake);
  });
  refuseOtherMethods();
  docsRoutes(app);
  await portal?.(app);
  await app.ready();
  return app;
}

/** Schemas go into the document under their own names. */
function nameOfSchema(schema: object, _base: unknown, _fragment: string, index: number): string {
  return '$id' in schema && typeof schema.$id === 'string' ? schema.$id : `schema-${index}`;
}
