import type { Intake } from '../../intake.ts';
import {
  createAgencyKey,
  listAgencyKeyChanges,
  listAgencyKeys,
  revokeAgencyKey,
  rotateAgencyKey,
} from '../../use-cases/directory/agency-keys.ts';
import { emptyBodyAsNone } from './complaint-routes.ts';
import { idempotencyKeyOf, requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { AgencyKeyIdPath, OfficersQueryString, WriteHeaders } from '../schemas/parameter-schemas.ts';
import { NewAgencyKeyBody, RevokeAgencyKeyBody, RotateAgencyKeyBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

/** Keys of agencies' systems, for the admins of those agencies. */
export function agencyKeyRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['agency keys'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/agency-keys',
    {
      schema: {
        ...schema,
        summary: 'Keys of systems below the admin, without their secrets',
        querystring: OfficersQueryString,
        response: answers(200, 'AgencyKeys'),
      },
    },
    async (request) => ({
      agencyKeys: await listAgencyKeys(intake, requireToken(request), request.query.agency),
    }),
  );
  app.post(
    '/api/v1/agency-keys',
    {
      schema: {
        ...schema,
        summary: 'A key for a system of an agency; shown once',
        headers: WriteHeaders,
        body: NewAgencyKeyBody,
        response: answers(201, 'ShownAgencyKey'),
      },
    },
    async (request, reply) => {
      const key = await createAgencyKey(
        intake,
        requireToken(request),
        request.body,
        idempotencyKeyOf(request),
      );
      return reply.code(201).header('cache-control', 'no-store').send(key);
    },
  );
  app.post(
    '/api/v1/agency-keys/:keyId/rotate',
    {
      schema: {
        ...schema,
        summary: 'A new secret, shown once; the one before goes on for a day, or as long as said',
        params: AgencyKeyIdPath,
        headers: WriteHeaders,
        body: RotateAgencyKeyBody,
        response: answers(200, 'ShownAgencyKey'),
      },
      preValidation: emptyBodyAsNone,
    },
    async (request, reply) => {
      const wanted = { ...request.params, ...request.body };
      const key = await rotateAgencyKey(intake, requireToken(request), wanted, idempotencyKeyOf(request));
      return reply.header('cache-control', 'no-store').send(key);
    },
  );
  app.post(
    '/api/v1/agency-keys/:keyId/revoke',
    {
      schema: {
        ...schema,
        summary: 'End a key at once; connections made with it are cut',
        params: AgencyKeyIdPath,
        body: RevokeAgencyKeyBody,
        response: answers(200, 'AgencyKey'),
      },
      preValidation: emptyBodyAsNone,
    },
    (request) => revokeAgencyKey(intake, requireToken(request), request.params.keyId, request.body.reason),
  );
  app.get(
    '/api/v1/agency-keys/:keyId/changes',
    {
      schema: {
        ...schema,
        summary: 'What was done with the key, by whom and why',
        params: AgencyKeyIdPath,
        response: answers(200, 'RecordedChanges'),
      },
    },
    async (request) => ({
      changes: await listAgencyKeyChanges(intake, requireToken(request), request.params.keyId),
    }),
  );
}
