import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { AppError, systemClock } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { fileRoutes } from './citizen/file-routes.ts';
import { figuresRoutes } from './citizen/figures-page.ts';
import { helpRoutes } from './citizen/help-page.ts';
import { homeRoutes } from './citizen/home-page.ts';
import { photoRoutes } from './citizen/photo-routes.ts';
import { ownDataRoutes } from './citizen/own-data-routes.ts';
import { proofRoutes } from './citizen/proof-routes.ts';
import { trackRoutes } from './citizen/track-routes.ts';
import { absenceRoutes } from './officer/account/absence-routes.ts';
import { accountRoutes } from './officer/account/account-routes.ts';
import { accountHistoryRoutes } from './officer/directory/account-history.ts';
import { changeOfficerRoutes } from './officer/directory/change-officer-routes.ts';
import { officerSessionRoutes } from './officer/directory/officer-sessions.ts';
import { adminRoutes } from './officer/directory/admin-routes.ts';
import { keyRoutes } from './officer/directory/key-routes.ts';
import { agencyRoutes } from './officer/directory/agency-routes.ts';
import { templateRoutes } from './officer/rules/template-routes.ts';
import { categoryRoutes } from './officer/rules/category-routes.ts';
import { competenceRoutes } from './officer/directory/competence-routes.ts';
import { clockRulesRoutes } from './officer/rules/clock-rules-routes.ts';
import { bulkRoutes } from './officer/inbox/bulk-routes.ts';
import { caseRoutes } from './officer/cases/case-routes.ts';
import { inboxRoutes } from './officer/inbox/inbox-page.ts';
import { breachRoutes } from './officer/data/breach-routes.ts';
import { policyRoutes } from './officer/rules/policy-routes.ts';
import { providerRoutes } from './officer/account/provider-routes.ts';
import { releaseRoutes } from './officer/cases/release-routes.ts';
import { savedFilterRoutes } from './officer/inbox/saved-filters-routes.ts';
import { revealRoutes } from './officer/cases/reveal-routes.ts';
import { signInRoutes } from './officer/account/sign-in-routes.ts';
import type { PortalApi } from './portal-api.ts';
import { assetRoutes, loadAssets } from './shell/assets.ts';
import { errorHandler } from './shell/error-page.ts';
import type { Portal } from './shell/page.ts';

export interface PortalOptions {
  readonly clock?: Clock;
  /** IANA name of the zone times are written in. Default Asia/Jakarta. */
  readonly timeZone?: string;
  /** Reached over HTTPS: cookies are marked secure. */
  readonly https?: boolean;
  /** Folder of the built assets; default this package's own. */
  readonly dist?: URL;
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // Not "no-referrer": with it browsers hide where a form comes from, and we could not tell our own from others'.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** Form texts are at most 10,000 characters; some characters take twelve bytes in a form. */
const FORM_BYTES = 400_000;

/** All pages for people: rendered here, working without a script. */
export function portalPlugin(api: PortalApi, options: PortalOptions = {}): FastifyPluginAsync {
  return async (app) => {
    const portal: Portal = {
      api,
      assets: await loadAssets(options.dist),
      clock: options.clock ?? systemClock,
      timeZone: options.timeZone ?? 'Asia/Jakarta',
      https: options.https ?? false,
    };
    await app.register(cookie);
    await app.register(formbody, { bodyLimit: FORM_BYTES });
    if (!app.hasContentTypeParser('multipart/form-data')) await app.register(multipart);
    app.addHook('onRequest', async (request, reply) => {
      void reply.headers(HEADERS);
      // A report is for whoever has its number, not for whoever searches the web.
      if (/^\/(?:lacak|petugas|masuk)\b/.test(request.url)) void reply.header('x-robots-tag', 'noindex');
    });
    app.setErrorHandler(errorHandler(portal));
    assetRoutes(app, portal.assets);
    homeRoutes(app, portal);
    fileRoutes(app, portal);
    trackRoutes(app, portal);
    proofRoutes(app, portal);
    ownDataRoutes(app, portal);
    photoRoutes(app, portal);
    figuresRoutes(app, portal);
    helpRoutes(app, portal);
    signInRoutes(app, portal);
    providerRoutes(app, portal);
    accountRoutes(app, portal);
    inboxRoutes(app, portal);
    bulkRoutes(app, portal);
    savedFilterRoutes(app, portal);
    caseRoutes(app, portal);
    revealRoutes(app, portal);
    releaseRoutes(app, portal);
    adminRoutes(app, portal);
    accountHistoryRoutes(app, portal);
    changeOfficerRoutes(app, portal);
    officerSessionRoutes(app, portal);
    agencyRoutes(app, portal);
    keyRoutes(app, portal);
    absenceRoutes(app, portal);
    competenceRoutes(app, portal);
    templateRoutes(app, portal);
    categoryRoutes(app, portal);
    clockRulesRoutes(app, portal);
    policyRoutes(app, portal);
    breachRoutes(app, portal);
    app.get('/*', async (request, reply) => lost(request, reply));
  };
}

/** A person gets a page that helps; a program gets what its part of the gateway says. */
function lost(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const forPeople = request.headers.accept?.includes('text/html') ?? false;
  if (!forPeople || request.url.startsWith('/api/')) {
    reply.callNotFound();
    return reply;
  }
  throw new AppError('not_found', 'there is no such page');
}
