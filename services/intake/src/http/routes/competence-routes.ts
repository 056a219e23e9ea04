import { AppError } from '@lapor/kernel';
import { Type } from 'typebox';
import type { Intake } from '../../intake.ts';
import {
  askCompetence,
  changeCompetence,
  listCompetence,
  previewCompetence,
} from '../../use-cases/directory/competence.ts';
import {
  agencyId,
  areaCode,
  categoryCode,
  day,
  optional,
  strictObject,
  words,
} from '../schemas/field-schemas.ts';
import { OfficersQueryString, WriteHeaders } from '../schemas/parameter-schemas.ts';
import { idempotencyKeyOf, requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import type { App } from '../typebox-provider.ts';

const reason = words(1_000, 'Why: the regulation, or what was wrong before');
const row = {
  agencyId,
  category: categoryCode,
  area: optional(areaCode),
  validFrom: day,
  validTo: optional(day),
};
const EnterBody = strictObject({ ...row, reason });
const EndBody = strictObject({
  validTo: Type.String({ format: 'date', description: 'Its last day' }),
  reason,
});
const RowPath = strictObject({ rowId: words(40) });
const PreviewBody = strictObject(
  { enter: optional(strictObject(row)), end: optional(strictObject({ rowId: words(40), validTo: day })) },
  'One of them',
);
const QuestionQuery = strictObject({
  category: optional(categoryCode),
  area: optional(areaCode),
  agency: optional(agencyId),
  day: optional(day),
});

/** Who answers for what and where: changed by the admins of the tier above, tried before by them, asked by everybody. */
export function competenceRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['competence'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/competence',
    {
      schema: {
        ...schema,
        summary: 'The table of an agency and all below it, and its last changes',
        querystring: OfficersQueryString,
        response: answers(200, 'CompetenceTable'),
      },
    },
    (request) => listCompetence(intake, requireToken(request), request.query.agency),
  );
  app.post(
    '/api/v1/competence',
    {
      schema: {
        ...schema,
        summary: 'Enter a row; one with the same agency, category, area and first day is replaced',
        headers: WriteHeaders,
        body: EnterBody,
        response: answers(201, 'CompetenceRow'),
      },
    },
    async (request, reply) => {
      const { reason: why, ...entered } = request.body;
      const order = { change: { kind: 'enter', ...entered } as const, reason: why };
      const made = await changeCompetence(intake, requireToken(request), order, idempotencyKeyOf(request));
      return reply.code(201).send(made);
    },
  );
  app.post(
    '/api/v1/competence/:rowId/end',
    {
      schema: {
        ...schema,
        summary: 'Say when a row ends',
        params: RowPath,
        headers: WriteHeaders,
        body: EndBody,
        response: answers(200, 'CompetenceRow'),
      },
    },
    (request) => {
      const { validTo, reason: why } = request.body;
      const order = { change: { kind: 'end', rowId: request.params.rowId, validTo } as const, reason: why };
      return changeCompetence(intake, requireToken(request), order, idempotencyKeyOf(request));
    },
  );
  app.post(
    '/api/v1/competence/preview',
    {
      schema: {
        ...schema,
        summary: 'Which of the last 500 complaints there would have gone elsewhere; changes nothing',
        querystring: OfficersQueryString,
        body: PreviewBody,
        response: answers(200, 'CompetencePreview'),
      },
    },
    (request) => {
      const { enter, end } = request.body;
      const change =
        end === undefined
          ? enter && ({ kind: 'enter', ...enter } as const)
          : ({ kind: 'end', ...end } as const);
      if (change === undefined || (enter !== undefined && end !== undefined)) {
        const issues = [{ field: 'enter', rule: 'or end is given, and not both' }];
        throw new AppError('invalid', 'either enter or end', { issues });
      }
      return previewCompetence(intake, requireToken(request), change, request.query.agency);
    },
  );
  app.get(
    '/api/v1/competence/answer',
    {
      schema: {
        tags: ['competence'],
        summary: 'Who answers for such a complaint on a day, and by which row',
        querystring: QuestionQuery,
        response: answers(200, 'CompetenceAnswer'),
      },
    },
    ({ query: { agency, ...question } }) => askCompetence(intake, { ...question, agencyId: agency }),
  );
}
