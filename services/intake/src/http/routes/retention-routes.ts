import { Type } from 'typebox';
import type { Intake } from '../../intake.ts';
import { callerOf } from '../../use-cases/directory/officer-session.ts';
import { listAnonymised, listExpired, runRetentionNow } from '../../use-cases/retention.ts';
import { requireToken } from '../request-parts.ts';
import { moment, optional, strictObject } from '../schemas/field-schemas.ts';
import { answers } from '../schemas/response-schemas.ts';
import type { App } from '../typebox-provider.ts';

const PageQuery = strictObject({ pageToken: optional(Type.String({ maxLength: 100 })) });
const BeforeQuery = strictObject({ before: optional(moment) });

/** What is kept for how long, and what was destroyed since its time was over. */
export function retentionRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['operations'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/operations/retention',
    {
      schema: {
        ...schema,
        summary: 'Final cases whose words and identities would be destroyed now; nothing is changed',
        querystring: PageQuery,
        response: answers(200, 'ExpiredCases'),
      },
    },
    async (request) =>
      listExpired(intake, await callerOf(intake, requireToken(request)), request.query.pageToken ?? ''),
  );
  app.post(
    '/api/v1/operations/retention',
    {
      schema: {
        ...schema,
        summary: 'Destroy them now instead of with the next round',
        response: answers(200, 'Retention'),
      },
    },
    async (request) => runRetentionNow(intake, await callerOf(intake, requireToken(request))),
  );
  app.get(
    '/api/v1/operations/anonymisations',
    {
      schema: {
        ...schema,
        summary: 'What was destroyed because its time was over, newest first',
        querystring: BeforeQuery,
        response: answers(200, 'ExpiredCases'),
      },
    },
    async (request) =>
      listAnonymised(intake, await callerOf(intake, requireToken(request)), request.query.before),
  );
}
