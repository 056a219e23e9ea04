import { AppError } from '@lapor/kernel';
import type { Intake } from '../../intake.ts';
import {
  findSession,
  issueAccessToken,
  setPassword,
  signIn,
  signOut,
} from '../../use-cases/directory/officer-session.ts';
import { requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { PasswordBody, SignInBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const BEARER = [{ bearer: [] }];

/** In and out, for people and for programs. */
export function sessionRoutes(app: App, intake: Intake): void {
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
