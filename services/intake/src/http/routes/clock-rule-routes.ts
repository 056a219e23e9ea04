import { AppError } from '@lapor/kernel';
import { POLICY_NUMBERS, RETENTION_NUMBERS } from '@lapor/portal';
import type { PolicyNumber, RetentionNumber } from '@lapor/portal';
import { type Static, Type } from 'typebox';
import type { Intake } from '../../intake.ts';
import {
  addPolicy,
  changeCalendar,
  listPolicies,
  previewCalendar,
  readCalendar,
} from '../../use-cases/directory/clock-rules.ts';
import { day, optional, strictObject, wholeNumber, words } from '../schemas/field-schemas.ts';
import { WriteHeaders } from '../schemas/parameter-schemas.ts';
import { idempotencyKeyOf, requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import type { App } from '../typebox-provider.ts';

const calendarArea = Type.String({
  pattern: '^\\d{2}(?:\\.\\d{2})?$',
  description: 'Code of a province, a regency or a city, such as 21 or 21.71; without it the nation',
});
const reason = words(1_000, 'Why: the decree, or what was wrong before');
const days = Type.Array(strictObject({ date: day, kind: Type.Enum(['holiday', 'collective_leave']) }), {
  maxItems: 366,
});
const weekday = Type.Integer({ minimum: 0, maximum: 6, description: '0 is Sunday' });

const AreaQuery = strictObject({ area: optional(calendarArea) });
const YearPath = strictObject({ year: Type.Integer({ minimum: 2000, maximum: 2100 }) });
const yearTable = {
  days: optional(days),
  csv: optional(
    words(20_000, 'Instead: lines of "2027-01-01,holiday", with or without the header "date,kind"'),
  ),
  ics: optional(
    words(
      100_000,
      'Instead: an iCalendar file with a whole-day event for each day off; days of other years are passed over',
    ),
  ),
};
const version = optional(
  wholeNumber(
    0,
    'As it was read: answered with 409 and what is there now, when somebody has changed it since',
  ),
);
const YearBody = strictObject({ ...yearTable, version, reason }, 'Replaces the table of the year');
const PreviewBody = strictObject(
  {
    year: optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
    ...yearTable,
    weekend: optional(Type.Array(weekday, { minItems: 1, maxItems: 6 })),
  },
  'A year with its days, or the free days of the week',
);
const WeekBody = strictObject({
  weekend: Type.Array(weekday, { minItems: 1, maxItems: 6 }),
  version,
  reason,
});
const number = Type.Integer({ minimum: 0, maximum: 2_000 });
const limits = Object.fromEntries(POLICY_NUMBERS.map((name) => [name, number])) as Record<
  PolicyNumber,
  typeof number
>;
const years = optional(
  Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'Years for which words and identities are kept; without it as in the platform’s own policy',
  }),
);
const PolicyBody = strictObject({
  ...limits,
  ...(Object.fromEntries(RETENTION_NUMBERS.map((name) => [name, years])) as Record<
    RetentionNumber,
    typeof years
  >),
  version: words(40),
  validFrom: day,
  warnAt: Type.Array(Type.Integer({ minimum: 1, maximum: 99 }), { maxItems: 5 }),
  reason,
});

/** Holidays, weekends and limits of clocks: read by everybody; changed by the national admin, an area's days by its government too. */
export function clockRuleRoutes(app: App, intake: Intake): void {
  const tags = { tags: ['clock rules'] };
  const schema = { ...tags, security: [{ bearer: [] }] };
  app.get(
    '/api/v1/calendar',
    {
      schema: {
        ...tags,
        summary:
          'Days off as entered for the nation, a province, a regency or a city; with a session also who changed them and why',
        querystring: AreaQuery,
        response: answers(200, 'Calendar'),
      },
    },
    (request) => readCalendar(intake, request.query.area ?? '', tokenOf(request.headers.authorization)),
  );
  app.put(
    '/api/v1/calendar/years/:year',
    {
      schema: {
        ...schema,
        summary: 'Enter the days off of a year, in one’s own area or anywhere; open clocks are counted anew',
        params: YearPath,
        querystring: AreaQuery,
        headers: WriteHeaders,
        body: YearBody,
        response: answers(200, 'Calendar'),
      },
    },
    (request) => {
      const { reason: why, version: asRead, ...typed } = request.body;
      const table = tableOf(request.params.year, typed);
      const change = { areaCode: request.query.area ?? '', ...table, version: asRead, reason: why };
      return changeCalendar(intake, requireToken(request), change, idempotencyKeyOf(request));
    },
  );
  app.put(
    '/api/v1/calendar/weekend',
    {
      schema: {
        ...schema,
        summary: 'Which days of the week are free',
        querystring: AreaQuery,
        headers: WriteHeaders,
        body: WeekBody,
        response: answers(200, 'Calendar'),
      },
    },
    (request) => {
      const change = { areaCode: request.query.area ?? '', ...request.body };
      return changeCalendar(intake, requireToken(request), change, idempotencyKeyOf(request));
    },
  );
  app.post(
    '/api/v1/calendar/preview',
    {
      schema: {
        ...schema,
        summary: 'How many limits of open cases such a change would move, with examples; stores nothing',
        querystring: AreaQuery,
        body: PreviewBody,
        response: answers(200, 'CalendarPreview'),
      },
    },
    (request) => {
      const { year, weekend, ...typed } = request.body;
      if ((year === undefined) === (weekend === undefined)) {
        const issues = [{ field: 'year', rule: 'or weekend is given, and not both' }];
        throw new AppError('invalid', 'either year or weekend', { issues });
      }
      const wanted = year === undefined ? { weekend } : tableOf(year, typed);
      return previewCalendar(intake, requireToken(request), {
        areaCode: request.query.area ?? '',
        ...wanted,
      });
    },
  );
  policyRoutes(app, intake);
}

type Typed = Omit<Static<typeof YearBody>, 'reason' | 'version'>;

/** @throws AppError invalid, unless it is given in exactly one form */
function tableOf(year: number, { days: listed, csv, ics }: Typed) {
  if ([listed, csv, ics].filter((given) => given !== undefined).length !== 1) {
    const issues = [{ field: 'days', rule: 'or csv or ics is given, and only one of them' }];
    throw new AppError('invalid', 'either days, csv or ics', { issues });
  }
  if (csv !== undefined) return { csv: { year, text: csv } };
  return ics === undefined ? { year: { year, days: listed ?? [] } } : { ics: { year, text: ics } };
}

function policyRoutes(app: App, intake: Intake): void {
  const tags = { tags: ['clock rules'] };
  app.get(
    '/api/v1/policies',
    {
      schema: {
        ...tags,
        summary: 'Limits of clocks, and from when they hold',
        response: answers(200, 'Policies'),
      },
    },
    (request) => listPolicies(intake, tokenOf(request.headers.authorization)),
  );
  app.post(
    '/api/v1/policies',
    {
      schema: {
        ...tags,
        security: [{ bearer: [] }],
        summary: 'Add a version that holds from a day to come',
        headers: WriteHeaders,
        body: PolicyBody,
        response: answers(201, 'Policies'),
      },
    },
    async (request, reply) => {
      const { reason: why, ...policy } = request.body;
      const added = await addPolicy(
        intake,
        requireToken(request),
        { policy, reason: why },
        idempotencyKeyOf(request),
      );
      return reply.code(201).send(added);
    },
  );
}

/** The session, if one was shown: reading needs none. */
function tokenOf(authorization: string | undefined): string | undefined {
  return authorization?.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
}
