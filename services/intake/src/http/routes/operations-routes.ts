import { reachOf } from '@lapor/contracts';
import { AppError } from '@lapor/kernel';
import { isSimulated } from '@lapor/runtime';
import type { Registry } from 'prom-client';
import type { Intake } from '../../intake.ts';
import { callerOf } from '../../use-cases/directory/officer-session.ts';
import { requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { ClockBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

export interface Operations {
  readonly intake: Intake;
  readonly metrics: Registry;
  readonly ready: () => Promise<void>;
}

/** What operators and orchestrators ask. */
export function operationsRoutes(app: App, { intake, metrics, ready }: Operations): void {
  const schema = { tags: ['operations'] };
  app.get('/livez', { schema: { ...schema, summary: 'The process turns' } }, async (_request, reply) =>
    reply.type('text/plain').send('ok\n'),
  );
  app.get('/readyz', { schema: { ...schema, summary: 'All it needs is up' } }, async (_request, reply) => {
    try {
      await ready();
      return await reply.type('text/plain').send('ok\n');
    } catch (error) {
      throw new AppError('unavailable', 'a part is down', { cause: error });
    }
  });
  app.get('/metrics', { schema: { ...schema, summary: 'Prometheus' } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  clockRoute(app, intake);
}

/** Only where time stands still until it is set: simulations. */
function clockRoute(app: App, intake: Intake): void {
  const { clock } = intake;
  if (!isSimulated(clock)) return;
  app.post(
    '/api/v1/clock',
    {
      schema: {
        tags: ['operations'],
        security: [{ bearer: [] }],
        summary: 'Set the clock of a simulation; answers when everything due by then is done',
        body: ClockBody,
        response: answers(200, 'Clock'),
      },
    },
    async (request) => {
      if (reachOf(await callerOf(intake, requireToken(request)), 'operate') === undefined)
        throw new AppError('forbidden', 'only the national admin sets the clock');
      const now = new Date(request.body.now);
      if (now < clock.now())
        throw new AppError('invalid', 'time does not run backwards', {
          issues: [{ field: 'now', rule: `must not be before ${clock.now().toISOString()}` }],
        });
      clock.set(now);
      await clock.settled();
      return { now: clock.now().toISOString() };
    },
  );
}
