import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { CategoryChange } from '@lapor/portal';
import type { Intake } from '../../intake.ts';
import { changeCategory, listCategoryChanges, previewMerge } from '../../use-cases/directory/categories.ts';
import { categoryCode, optional, strictObject, words } from '../schemas/field-schemas.ts';
import { WriteHeaders } from '../schemas/parameter-schemas.ts';
import { idempotencyKeyOf, requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import type { App } from '../typebox-provider.ts';

const reason = words(1_000, 'Why: the decree, or what was wrong before');
const names = { nameId: words(80, 'In Indonesian'), nameEn: words(80, 'In English') };
const marks = {
  danger: Type.Boolean({ description: 'Urgent by itself' }),
  neverPublic: Type.Boolean({ description: 'Words and photos are never released' }),
};
const CategoryPath = strictObject({ code: categoryCode });
const AddBody = strictObject({
  code: categoryCode,
  group: categoryCode,
  ...names,
  hintId: optional(words(200)),
  hintEn: optional(words(200)),
  danger: optional(marks.danger),
  neverPublic: optional(marks.neverPublic),
  reason,
});

/** What complaints can be about, changed by the national admin. Codes never go: what was filed keeps its meaning. */
export function categoryRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['directory'], security: [{ bearer: [] }] };
  const change = (request: FastifyRequest, wanted: CategoryChange, why: string) =>
    changeCategory(intake, requireToken(request), { change: wanted, reason: why }, idempotencyKeyOf(request));
  app.get(
    '/api/v1/categories/changes',
    {
      schema: {
        ...schema,
        summary: 'What was changed in the category tree, by whom and why',
        response: answers(200, 'CategoryChanges'),
      },
    },
    async (request) => ({ changes: await listCategoryChanges(intake, requireToken(request)) }),
  );
  app.post(
    '/api/v1/categories',
    {
      schema: {
        ...schema,
        summary: 'Add a category to a group',
        headers: WriteHeaders,
        body: AddBody,
        response: answers(201, 'Category'),
      },
    },
    async (request, reply) => {
      const { reason: why, ...fields } = request.body;
      return reply.code(201).send(await change(request, { kind: 'add', ...fields }, why));
    },
  );
  app.post(
    '/api/v1/categories/:code/merge/preview',
    {
      schema: {
        ...schema,
        summary:
          'What a merger would move: rows of the competence table, who is competent where, open cases; stores nothing',
        params: CategoryPath,
        body: strictObject({ into: categoryCode }),
        response: answers(200, 'MergePreview'),
      },
    },
    (request) => previewMerge(intake, requireToken(request), { ...request.params, ...request.body }),
  );
  app.post(
    '/api/v1/categories/:code/unmerge/preview',
    {
      schema: {
        ...schema,
        summary: 'What undoing a merger would move; stores nothing',
        params: CategoryPath,
        response: answers(200, 'MergePreview'),
      },
    },
    (request) => previewMerge(intake, requireToken(request), request.params),
  );
  const onOne = {
    ...schema,
    headers: WriteHeaders,
    params: CategoryPath,
    response: answers(200, 'Category'),
  };
  app.post(
    '/api/v1/categories/:code/rename',
    {
      schema: {
        ...onOne,
        summary: 'Call a category, or a group, something else',
        body: strictObject({ ...names, reason }),
      },
    },
    (request) => {
      const { reason: why, ...fields } = request.body;
      return change(request, { kind: 'rename', ...request.params, ...fields }, why);
    },
  );
  app.post(
    '/api/v1/categories/:code/marks',
    {
      schema: {
        ...onOne,
        summary: 'Danger, and never public: for complaints to come, and for what is released from now on',
        body: strictObject({ ...marks, reason }),
      },
    },
    (request) => {
      const { reason: why, ...fields } = request.body;
      return change(request, { kind: 'mark', ...request.params, ...fields }, why);
    },
  );
  app.post(
    '/api/v1/categories/:code/retire',
    { schema: { ...onOne, summary: 'Nothing new is filed under it', body: strictObject({ reason }) } },
    (request) => change(request, { kind: 'retire', ...request.params }, request.body.reason),
  );
  app.post(
    '/api/v1/categories/:code/restore',
    { schema: { ...onOne, summary: 'It was retired by mistake', body: strictObject({ reason }) } },
    (request) => change(request, { kind: 'restore', ...request.params }, request.body.reason),
  );
  app.post(
    '/api/v1/categories/:code/merge',
    {
      schema: {
        ...onOne,
        summary: 'Let it go on as another one: open cases, the competence table and figures follow',
        body: strictObject({ into: categoryCode, reason }),
      },
    },
    (request) => {
      const { into, reason: why } = request.body;
      return change(request, { kind: 'merge', ...request.params, into }, why);
    },
  );
  app.post(
    '/api/v1/categories/:code/unmerge',
    {
      schema: {
        ...onOne,
        summary:
          'Undo its merger: open cases that it took along come back, what was filed meanwhile stays where it is',
        body: strictObject({ reason }),
      },
    },
    (request) => change(request, { kind: 'unmerge', ...request.params }, request.body.reason),
  );
}
