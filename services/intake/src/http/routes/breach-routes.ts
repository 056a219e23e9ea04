import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { STORES } from '../../stores/breach-listings.ts';
import type { Intake } from '../../intake.ts';
import { callerOf } from '../../use-cases/directory/officer-session.ts';
import { linesOf } from '../../use-cases/breach-lines.ts';
import { listBreach, readBreachListings } from '../../use-cases/list-breach.ts';
import { requireToken } from '../request-parts.ts';
import { agencyId, LONG, moment, optional, strictObject, words } from '../schemas/field-schemas.ts';
import { answers } from '../schemas/response-schemas.ts';
import type { App } from '../typebox-provider.ts';

const PATH = '/api/v1/operations/breach-listings';
/** Beside texts a key has `ext` and `key_ops` where a browser made it. */
const MEMBER_OF_KEY = Type.Union([
  Type.String({ maxLength: 200 }),
  Type.Boolean(),
  Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 }),
]);
const BreachBody = strictObject({
  from: moment,
  to: moment,
  stores: optional(Type.Array(Type.Enum([...STORES]), { minItems: 1, maxItems: STORES.length })),
  agencyId: optional(agencyId),
  reason: words(
    LONG,
    'What happened, and under which number it is handled; each reporter who is named reads it',
  ),
  key: optional(
    Type.Record(Type.String({ maxLength: 40 }), MEMBER_OF_KEY, {
      description:
        'Public key (JSON Web Key, X25519 or P-256) of whoever is to tell the reporters: identities are sealed for it. Without it nobody is named, only counted.',
    }),
  ),
  format: optional(Type.Enum(['ndjson', 'csv'])),
});

/** Whom a breach concerns (UU 27/2022: within 3 × 24 hours). */
export function breachRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['operations'], security: [{ bearer: [] }] };
  app.post(
    PATH,
    {
      schema: {
        ...schema,
        summary: 'Whom a breach concerns, as a stream; written down, and seen by each reporter who is named',
        description:
          'Lines of JSON: first the listing, then one line per complaint (so a reporter of several has several) with the kinds of data and, sealed (a compact JWE), tracking id, name and contact; last the counts. A stream without the counts was cut off.',
        body: BreachBody,
        response: answers(200, 'Lines'),
      },
    },
    async (request, reply) => {
      const { format = 'ndjson', ...question } = request.body;
      const caller = await callerOf(intake, requireToken(request));
      const lines = linesOf(await listBreach(intake, caller, question), format);
      const csv = format === 'csv';
      return reply
        .type(csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="lapor-breach.${format}"`)
        .send(Readable.from(lines));
    },
  );
  app.get(
    PATH,
    {
      schema: {
        ...schema,
        summary: 'Who asked whom a breach concerns, newest first',
        response: answers(200, 'BreachListings'),
      },
    },
    async (request) => readBreachListings(intake, await callerOf(intake, requireToken(request))),
  );
}
