import type { Intake } from '../../intake.ts';
import {
  caseTemplates,
  listAnswerTemplateChanges,
  listAnswerTemplates,
  removeAnswerTemplate,
  setAnswerTemplate,
} from '../../use-cases/directory/answer-templates.ts';
import { agencyId, optional, strictObject, words } from '../schemas/field-schemas.ts';
import { CaseIdPath, WriteHeaders } from '../schemas/parameter-schemas.ts';
import { emptyBodyAsNone } from './complaint-routes.ts';
import { idempotencyKeyOf, requireToken } from '../request-parts.ts';
import { why } from '../schemas/schemas.ts';
import { answers } from '../schemas/response-schemas.ts';
import type { App } from '../typebox-provider.ts';

const TemplatePath = strictObject({ templateId: words(40) });
const AgencyQuery = strictObject({ agency: optional(agencyId) });
const template = {
  name: words(80, 'What officers choose it by'),
  text: words(5_000, 'With {kode}, {instansi}, {tanggal} where something of the case stands'),
  reason: why,
};

/** Words to begin an answer with: kept by an agency's admins, inherited by all below it, edited before they are sent. */
export function answerTemplateRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['cases'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/answer-templates',
    {
      schema: {
        ...schema,
        summary: 'Templates of an agency, and what it inherits; without one of your own',
        querystring: AgencyQuery,
        response: answers(200, 'AnswerTemplates'),
      },
    },
    async (request) => ({
      templates: await listAnswerTemplates(intake, requireToken(request), request.query.agency ?? ''),
    }),
  );
  app.get(
    '/api/v1/cases/:caseId/answer-templates',
    {
      schema: {
        ...schema,
        summary: 'Templates of whoever has the case, filled in for it',
        params: CaseIdPath,
        response: answers(200, 'AnswerTemplates'),
      },
    },
    async (request) => ({
      templates: await caseTemplates(intake, requireToken(request), request.params.caseId),
    }),
  );
  app.post(
    '/api/v1/answer-templates',
    {
      schema: {
        ...schema,
        summary: 'A new template of an agency',
        headers: WriteHeaders,
        body: strictObject({ agencyId, ...template }),
        response: answers(201, 'AnswerTemplate'),
      },
    },
    async (request, reply) => {
      const made = await setAnswerTemplate(
        intake,
        requireToken(request),
        request.body,
        idempotencyKeyOf(request),
      );
      return reply.code(201).send(made);
    },
  );
  app.put(
    '/api/v1/answer-templates/:templateId',
    {
      schema: {
        ...schema,
        summary: 'Other words; what was answered with the old ones stays as it was',
        params: TemplatePath,
        headers: WriteHeaders,
        body: strictObject(template),
        response: answers(200, 'AnswerTemplate'),
      },
    },
    (request) => {
      const { templateId: id } = request.params;
      const order = { id, ...request.body };
      return setAnswerTemplate(intake, requireToken(request), order, idempotencyKeyOf(request));
    },
  );
  app.post(
    '/api/v1/answer-templates/:templateId/remove',
    {
      schema: {
        ...schema,
        summary: 'Remove a template',
        params: TemplatePath,
        body: strictObject({ reason: why }),
        response: answers(204),
      },
      preValidation: emptyBodyAsNone,
    },
    async (request, reply) => {
      const { templateId } = request.params;
      await removeAnswerTemplate(intake, requireToken(request), templateId, request.body.reason);
      return reply.code(204).send();
    },
  );
  app.get(
    '/api/v1/answer-templates/changes',
    {
      schema: {
        ...schema,
        summary: 'What was done with an agency’s own templates, by whom and why; for its admins',
        querystring: AgencyQuery,
        response: answers(200, 'RecordedChanges'),
      },
    },
    async (request) => ({
      changes: await listAnswerTemplateChanges(intake, requireToken(request), request.query.agency ?? ''),
    }),
  );
}
