import { AppError } from '@lapor/kernel';
import { toProblem } from './problem.ts';
import { NoQueryString } from './schemas/parameter-schemas.ts';
import type { App } from './typebox-provider.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
/** Pages are the portal's own matter. */
const API = /^\/(?:api|channels)\//;

/**
 * What a route of the API does not name, it refuses: a query string where it has none (400), a method it does not know (405,
 * with the ones it does). To be called before the routes are made; call what it gives back when all are there.
 */
export function refuseTheUnknown(app: App): () => void {
  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', (route) => {
    if (!API.test(route.url)) return;
    route.schema = { querystring: NoQueryString, ...route.schema };
    const known = methods.get(route.url) ?? new Set();
    for (const method of [route.method].flat()) known.add(method);
    methods.set(route.url, known);
  });
  return () => {
    // Later routes are the refusals themselves.
    for (const [url, known] of new Map(methods)) refuseOtherMethods(app, url, [...known].toSorted());
  };
}

function refuseOtherMethods(app: App, url: string, known: readonly string[]): void {
  const allow = known.join(', ');
  const error = new AppError('unsupported', `this address takes ${allow}`, {
    issues: [{ field: 'method', rule: `must be one of ${allow}` }],
  });
  app.route({
    method: METHODS.filter((method) => !known.includes(method)),
    url,
    // Before a body is read, or its type looked at.
    onRequest: async (_request, reply) =>
      reply.code(405).header('allow', allow).type('application/problem+json').send(toProblem(error, 405)),
    handler: () => undefined,
  });
}
