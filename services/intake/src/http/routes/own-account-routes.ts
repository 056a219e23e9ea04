import { Type } from 'typebox';
import type { Intake } from '../../intake.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSessions,
  enrolSecondFactor,
  listSessions,
  readPreferences,
  removeSecondFactor,
  setPreferences,
} from '../../use-cases/directory/own-account.ts';
import { requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { strictObject } from '../schemas/field-schemas.ts';
import { CodeBody, PreferencesBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const SessionPath = strictObject({
  sessionId: Type.String({ pattern: '^[0-9a-f]{20}$', description: 'The id of a session; opens nothing' }),
});

/** Second factor and sessions of whoever is signed in. */
export function ownAccountRoutes(app: App, intake: Intake): void {
  factorRoutes(app, intake);
  preferenceRoutes(app, intake);
  const schema = { tags: ['sessions'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/sessions',
    {
      schema: { ...schema, summary: 'Where you are signed in', response: answers(200, 'OpenSessions') },
    },
    async (request) => ({ sessions: await listSessions(intake, requireToken(request)) }),
  );
  app.delete(
    '/api/v1/sessions/others',
    { schema: { ...schema, summary: 'End all your sessions but this one', response: answers(204) } },
    async (request, reply) => {
      await endSessions(intake, requireToken(request));
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/v1/sessions/:sessionId',
    {
      schema: {
        ...schema,
        summary: 'End another session of yours',
        params: SessionPath,
        response: answers(204),
      },
    },
    async (request, reply) => {
      await endSessions(intake, requireToken(request), request.params.sessionId);
      return reply.code(204).send();
    },
  );
}

function factorRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['sessions'], security: [{ bearer: [] }] };
  app.post(
    '/api/v1/sessions/second-factor',
    {
      schema: {
        ...schema,
        summary: 'Show the second factor in a session that waits for it',
        body: CodeBody,
        response: answers(200, 'SecondFactorShown'),
      },
    },
    (request) => confirmSecondFactor(intake, requireToken(request), request.body.code),
  );
  app.get(
    '/api/v1/second-factor',
    {
      schema: {
        ...schema,
        summary: 'The secret for an authenticator app; counts once a code was shown',
        response: answers(200, 'SecondFactorSetup'),
      },
    },
    async (request, reply) => {
      const setup = await beginSecondFactor(intake, requireToken(request));
      return reply.header('cache-control', 'no-store').send(setup);
    },
  );
  app.post(
    '/api/v1/second-factor',
    {
      schema: {
        ...schema,
        summary: 'Take the second factor into use; answers with recovery codes, shown once',
        body: CodeBody,
        response: answers(200, 'RecoveryCodes'),
      },
    },
    async (request, reply) => {
      const codes = await enrolSecondFactor(intake, requireToken(request), request.body.code);
      return reply.header('cache-control', 'no-store').send(codes);
    },
  );
  app.post(
    '/api/v1/second-factor/remove',
    {
      schema: { ...schema, summary: 'Back to the password alone', body: CodeBody, response: answers(204) },
    },
    async (request, reply) => {
      await removeSecondFactor(intake, requireToken(request), request.body.code);
      return reply.code(204).send();
    },
  );
}

function preferenceRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['sessions'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/preferences',
    {
      schema: { ...schema, summary: 'What you are told unasked', response: answers(200, 'Preferences') },
    },
    (request) => readPreferences(intake, requireToken(request)),
  );
  app.put(
    '/api/v1/preferences',
    {
      schema: {
        ...schema,
        summary: 'Change it: the three most pressing cases by e-mail, at the start of the working day',
        body: PreferencesBody,
        response: answers(200, 'Preferences'),
      },
    },
    (request) => setPreferences(intake, requireToken(request), request.body),
  );
}
