import { Type } from 'typebox';
import type { Intake } from '../../intake.ts';
import { listDeadLetters, replayDeadLetter } from '../../use-cases/dead-letters.ts';
import { callerOf } from '../../use-cases/directory/officer-session.ts';
import { requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { strictObject } from '../schemas/field-schemas.ts';
import type { App } from '../typebox-provider.ts';

const Id = strictObject({ id: Type.String({ maxLength: 200, description: 'The id of a dead letter' }) });

/** Events that a service could not handle, for the national admin. */
export function deadLetterRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['operations'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/operations/dead-letters',
    {
      schema: {
        ...schema,
        summary: 'Events that a service could not handle, oldest first',
        response: answers(200, 'DeadLetters'),
      },
    },
    async (request) => listDeadLetters(intake.deadLetters, await callerOf(intake, requireToken(request))),
  );
  app.post(
    '/api/v1/operations/dead-letters/:id/replay',
    {
      schema: {
        ...schema,
        summary: 'Take a dead letter and what waits behind it up again; one that fails again is listed again',
        params: Id,
        response: answers(204),
      },
    },
    async (request, reply) => {
      const caller = await callerOf(intake, requireToken(request));
      await replayDeadLetter(intake.deadLetters, caller, request.params.id);
      return reply.code(204).send();
    },
  );
}
