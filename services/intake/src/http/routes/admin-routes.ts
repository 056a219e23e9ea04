import type { Intake } from '../../intake.ts';
import {
  changeOfficer,
  endOfficerSessions,
  inviteOfficer,
  listOfficerChanges,
  listOfficerSessions,
  listOfficers,
  replaceOfficer,
  resetOfficer,
} from '../../use-cases/directory/officers.ts';
import { importGovernment } from '../../use-cases/directory/import-government.ts';
import { idempotencyKeyOf, requireToken } from '../request-parts.ts';
import { OfficerIdPath, OfficersQueryString, WriteHeaders } from '../schemas/parameter-schemas.ts';
import { answers } from '../schemas/response-schemas.ts';
import {
  ChangeOfficerBody,
  EndSessionsBody,
  ImportBody,
  InviteOfficerBody,
  ReplaceOfficerBody,
  ResetOfficerBody,
} from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';
import { emptyBodyAsNone } from './complaint-routes.ts';

const BEARER = [{ bearer: [] }];

/** Three files of a big government. */
const IMPORT_BYTES = 50 * 1024 * 1024;

/** Who serves where: officers one by one, or a whole government at once. */
export function adminRoutes(app: App, intake: Intake): void {
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
        summary:
          'Invite an officer; the one-time password is shown once, and again to whoever asks with the same key',
        headers: WriteHeaders,
        body: InviteOfficerBody,
        response: answers(201, 'InvitedOfficer'),
      },
    },
    async (request, reply) => {
      const { reason, ...officer } = request.body;
      const key = idempotencyKeyOf(request);
      const invited = await inviteOfficer(intake, requireToken(request), officer, reason, key);
      return reply.code(201).header('cache-control', 'no-store').send(invited);
    },
  );
  app.post(
    '/api/v1/officers/:officerId/reset',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'A new one-time password; the old one ends',
        params: OfficerIdPath,
        headers: WriteHeaders,
        body: ResetOfficerBody,
        response: answers(200, 'OneTimePassword'),
      },
      preValidation: emptyBodyAsNone,
    },
    async (request, reply) => {
      const { officerId } = request.params;
      const key = idempotencyKeyOf(request);
      const code = await resetOfficer(intake, requireToken(request), officerId, request.body.reason, key);
      return reply.header('cache-control', 'no-store').send(code);
    },
  );
  app.get(
    '/api/v1/officers/:officerId/changes',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'What was done to the account, by whom and why',
        params: OfficerIdPath,
        response: answers(200, 'RecordedChanges'),
      },
    },
    async (request) => ({
      changes: await listOfficerChanges(intake, requireToken(request), request.params.officerId),
    }),
  );
  app.post(
    '/api/v1/officers/:officerId/replace',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'End access; with a successor, invite that one into the same place',
        params: OfficerIdPath,
        headers: WriteHeaders,
        body: ReplaceOfficerBody,
        response: answers(200, 'ReplacedOfficer'),
      },
      preValidation: emptyBodyAsNone,
    },
    async (request, reply) => {
      const { officerId } = request.params;
      const key = idempotencyKeyOf(request);
      const come = await replaceOfficer(intake, requireToken(request), officerId, request.body, key);
      return reply.header('cache-control', 'no-store').send(come ?? {});
    },
  );
  app.put(
    '/api/v1/officers/:officerId',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Correct, move or promote an officer: all that is to hold from then on',
        params: OfficerIdPath,
        headers: WriteHeaders,
        body: ChangeOfficerBody,
        response: answers(200, 'Officer'),
      },
    },
    (request) => {
      const key = idempotencyKeyOf(request);
      return changeOfficer(intake, requireToken(request), request.params.officerId, request.body, key);
    },
  );
  sessionsOfOfficer(app, intake);
  importRoute(app, intake);
}

/** Where an officer is signed in: a telephone was lost, somebody forgot to sign out. */
function sessionsOfOfficer(app: App, intake: Intake): void {
  const schema = { tags: ['officers'], security: BEARER, params: OfficerIdPath };
  app.get(
    '/api/v1/officers/:officerId/sessions',
    {
      schema: { ...schema, summary: 'Where an officer is signed in', response: answers(200, 'OpenSessions') },
    },
    async (request) => ({
      sessions: await listOfficerSessions(intake, requireToken(request), request.params.officerId),
    }),
  );
  app.post(
    '/api/v1/officers/:officerId/sessions/end',
    {
      schema: {
        ...schema,
        summary: 'End a session of an officer, or all; an access token of one holds for two minutes more',
        headers: WriteHeaders,
        body: EndSessionsBody,
        response: answers(204),
      },
    },
    async (request, reply) => {
      const { officerId } = request.params;
      const key = idempotencyKeyOf(request);
      await endOfficerSessions(intake, requireToken(request), officerId, request.body, key);
      return reply.code(204).send();
    },
  );
}

function importRoute(app: App, intake: Intake): void {
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
