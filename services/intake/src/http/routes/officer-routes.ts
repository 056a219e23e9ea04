import type { OfficerCommand } from '@lapor/portal';
import type { Intake } from '../../intake.ts';
import { readCase, readInbox, runOfficerCommand } from '../../use-cases/cases.ts';
import { listSimilarCases } from '../../use-cases/similar-cases.ts';
import { readDeliveries } from '../../use-cases/read-deliveries.ts';
import {
  findSession,
  issueAccessToken,
  setPassword,
  signIn,
  signOut,
} from '../../use-cases/directory/officer-session.ts';
import {
  importGovernment,
  inviteOfficer,
  listOfficers,
  replaceOfficer,
  resetOfficer,
} from '../../use-cases/directory/officers.ts';
import { revealIdentity } from '../../use-cases/reveal-identity.ts';
import { AppError } from '@lapor/kernel';
import { absenceRoutes } from './absence-routes.ts';
import { ownAccountRoutes } from './own-account-routes.ts';
import { releaseRoutes } from './release-routes.ts';
import { savedFilterRoutes } from './saved-filter-routes.ts';
import { emptyBodyAsNone } from './complaint-routes.ts';
import { idempotencyKeyOf, requireToken, versionOf } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import {
  CaseIdPath,
  InboxQueryString,
  OfficerIdPath,
  OfficerWriteHeaders,
  OfficersQueryString,
} from '../schemas/parameter-schemas.ts';
import {
  ImportBody,
  NewOfficerBody,
  OFFICER_COMMANDS,
  PasswordBody,
  ReplaceOfficerBody,
  RevealBody,
  SignInBody,
} from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const BEARER = [{ bearer: [] }];

/** What officers do, and their systems. */
export function officerRoutes(app: App, intake: Intake): void {
  sessionRoutes(app, intake);
  ownAccountRoutes(app, intake);
  caseRoutes(app, intake);
  releaseRoutes(app, intake);
  savedFilterRoutes(app, intake);
  adminRoutes(app, intake);
  absenceRoutes(app, intake);
}

function sessionRoutes(app: App, intake: Intake): void {
  const tags = ['sessions'];
  app.post(
    '/api/v1/sessions',
    { schema: { tags, summary: 'Sign in', body: SignInBody, response: answers(201, 'SignedIn') } },
    async (request, reply) => {
      const { username, password } = request.body;
      const session = await signIn(intake, username, password, {
        clientAddress: request.ip,
        userAgent: request.headers['user-agent'],
      });
      return reply.code(201).header('cache-control', 'no-store').send(session);
    },
  );
  app.post(
    '/api/v1/sessions/access-token',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'A signed token for a program, in place of the session’s; holds two minutes',
        response: answers(201, 'AccessToken'),
      },
    },
    async (request, reply) => {
      const issued = await issueAccessToken(intake, requireToken(request));
      return reply.code(201).header('cache-control', 'no-store').send(issued);
    },
  );
  app.delete(
    '/api/v1/sessions/current',
    { schema: { tags, security: BEARER, summary: 'Sign out', response: answers(204) } },
    async (request, reply) => {
      await signOut(intake, requireToken(request));
      return reply.code(204).send();
    },
  );
  app.get(
    '/api/v1/sessions/current',
    { schema: { tags, security: BEARER, summary: 'Who is signed in', response: answers(200, 'Session') } },
    async (request) => {
      const session = await findSession(intake, requireToken(request));
      if (session === undefined) throw new AppError('unauthenticated', 'the session is over');
      return session;
    },
  );
  app.post(
    '/api/v1/sessions/password',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Set a password of one’s own',
        body: PasswordBody,
        response: answers(204),
      },
    },
    async (request, reply) => {
      const { oldPassword, newPassword } = request.body;
      await setPassword(intake, requireToken(request), oldPassword, newPassword);
      return reply.code(204).send();
    },
  );
}

function caseRoutes(app: App, intake: Intake): void {
  const tags = ['cases'];
  app.get(
    '/api/v1/cases',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'The inbox: what the subtree holds, what is due first; or a search in it',
        querystring: InboxQueryString,
        response: answers(200, 'Inbox'),
      },
    },
    (request) => {
      const { q: search, status: statuses, agency: agencyId, ...query } = request.query;
      return readInbox(intake, requireToken(request), { ...query, search, statuses, agencyId });
    },
  );
  app.get(
    '/api/v1/cases/:caseId',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'One case and what can be done now',
        params: CaseIdPath,
        response: answers(200, 'OfficerCaseView'),
      },
    },
    async (request, reply) => {
      const view = await readCase(intake, requireToken(request), request.params.caseId);
      return reply.header('etag', `"${view.version}"`).send(view);
    },
  );
  app.get(
    '/api/v1/cases/:caseId/similar',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Others that may be about the same matter, likeliest first',
        description:
          'Near in text, place and time, or said to be the same by a reporter. Of what you may read.',
        params: CaseIdPath,
        response: answers(200, 'SimilarCases'),
      },
    },
    async (request) => ({
      similar: await listSimilarCases(intake, requireToken(request), request.params.caseId),
    }),
  );
  app.get(
    '/api/v1/cases/:caseId/deliveries',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Who was told what, and whether it arrived',
        params: CaseIdPath,
        response: answers(200, 'Deliveries'),
      },
    },
    async (request) => ({
      deliveries: await readDeliveries(intake, requireToken(request), request.params.caseId),
    }),
  );
  app.post(
    '/api/v1/cases/:caseId/reveal',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Look at who the reporter is; the reporter sees who looked and why',
        params: CaseIdPath,
        headers: OfficerWriteHeaders,
        body: RevealBody,
        response: answers(200, 'RevealedIdentity'),
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const token = requireToken(request);
      const identity = await revealIdentity(intake, token, caseId, request.body, idempotencyKeyOf(request));
      return reply.header('cache-control', 'no-store').send(identity);
    },
  );
  for (const [command, body] of Object.entries(OFFICER_COMMANDS)) {
    app.post(
      `/api/v1/cases/:caseId/${command}`,
      {
        schema: {
          tags,
          security: BEARER,
          summary: `The officer: ${command}`,
          params: CaseIdPath,
          headers: OfficerWriteHeaders,
          body,
          response: {
            ...answers(200, 'OfficerCaseView'),
            // It went where this officer may not look: there is nothing to show.
            ...answers(204),
          },
        },
      },
      async (request, reply) => {
        const { expectedVersion, ...fields } = request.body;
        const view = await runOfficerCommand(
          intake,
          requireToken(request),
          request.params.caseId,
          // Name and body come from one table: they fit.
          { ...fields, command } as OfficerCommand,
          {
            idempotencyKey: idempotencyKeyOf(request),
            expectedVersion: versionOf(request, expectedVersion),
          },
        );
        if (view === undefined) return reply.code(204).send();
        return reply.header('etag', `"${view.version}"`).send(view);
      },
    );
  }
}

/** Three files of a big government. */
const IMPORT_BYTES = 50 * 1024 * 1024;

function adminRoutes(app: App, intake: Intake): void {
  const tags = ['officers'];
  app.get(
    '/api/v1/officers',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Officers below the admin',
        querystring: OfficersQueryString,
        response: answers(200, 'Officers'),
      },
    },
    async (request) => ({
      officers: await listOfficers(intake, requireToken(request), request.query.agency),
    }),
  );
  app.post(
    '/api/v1/officers',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Invite an officer; the one-time password is shown once',
        body: NewOfficerBody,
        response: answers(201, 'InvitedOfficer'),
      },
    },
    async (request, reply) =>
      reply.code(201).send(await inviteOfficer(intake, requireToken(request), request.body)),
  );
  app.post(
    '/api/v1/officers/:officerId/reset',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'A new one-time password; the old one ends',
        params: OfficerIdPath,
        response: answers(200, 'OneTimePassword'),
      },
    },
    (request) => resetOfficer(intake, requireToken(request), request.params.officerId),
  );
  app.post(
    '/api/v1/officers/:officerId/replace',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'End access; with a successor, invite that one into the same place',
        params: OfficerIdPath,
        body: ReplaceOfficerBody,
        response: answers(200, 'ReplacedOfficer'),
      },
      preValidation: emptyBodyAsNone,
    },
    async (request) => {
      const { officerId } = request.params;
      return (await replaceOfficer(intake, requireToken(request), officerId, request.body)) ?? {};
    },
  );
  app.post(
    '/api/v1/directory/import',
    {
      schema: {
        tags: ['directory'],
        security: BEARER,
        summary: 'Enter a government: units, officers, competence. Re-runnable; all or nothing',
        body: ImportBody,
        response: answers(200, 'Import'),
      },
      bodyLimit: IMPORT_BYTES,
    },
    (request) => importGovernment(intake, requireToken(request), request.body),
  );
}
