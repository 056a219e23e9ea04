import type { Intake } from '../../intake.ts';
import {
  importGovernment,
  inviteOfficer,
  listOfficerChanges,
  listOfficers,
  replaceOfficer,
  resetOfficer,
} from '../../use-cases/directory/officers.ts';
import { requireToken } from '../request-parts.ts';
import { OfficerIdPath, OfficersQueryString } from '../schemas/parameter-schemas.ts';
import { answers } from '../schemas/response-schemas.ts';
import { ImportBody, InviteOfficerBody, ReplaceOfficerBody, ResetOfficerBody } from '../schemas/schemas.ts';
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
        summary: 'Invite an officer; the one-time password is shown once',
        body: InviteOfficerBody,
        response: answers(201, 'InvitedOfficer'),
      },
    },
    async (request, reply) => {
      const { reason, ...officer } = request.body;
      return reply.code(201).send(await inviteOfficer(intake, requireToken(request), officer, reason));
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
        body: ResetOfficerBody,
        response: answers(200, 'OneTimePassword'),
      },
      preValidation: emptyBodyAsNone,
    },
    (request) => resetOfficer(intake, requireToken(request), request.params.officerId, request.body.reason),
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
