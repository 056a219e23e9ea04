import { Type } from 'typebox';
import type { Intake } from '../../intake.ts';
import { previewKindAndArea } from '../../use-cases/directory/preview-kind-and-area.ts';
import { changeAgency, listAgencyChanges } from '../../use-cases/directory/agency-changes.ts';
import { agencyId, areaCode, optional, strictObject, words } from '../schemas/field-schemas.ts';
import { AgencyIdPath, WriteHeaders } from '../schemas/parameter-schemas.ts';
import { idempotencyKeyOf, requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import type { App } from '../typebox-provider.ts';

const name = words(160);
const shortName = optional(words(60));
const reason = words(1_000, 'Why: the regulation, or what was wrong before');

const kind = Type.Enum([
  'ministry',
  'body',
  'province',
  'regency',
  'city',
  'authority',
  'unit',
  'subunit',
  'inspectorate',
]);

const RegisterBody = strictObject({
  parentId: agencyId,
  key: words(48, 'Its own in its body, as in the files of an import: "dinkes"'),
  name,
  shortName,
  kind,
  area: optional(areaCode),
  reason,
});
const RenameBody = strictObject({ name, shortName, reason });
const FourEyesBody = strictObject({
  wanted: Type.Boolean({ description: 'For cases it gets from now on' }),
  reason,
});
const KindAndArea = {
  kind,
  area: optional(areaCode),
};
const MoveBody = strictObject({ parentId: agencyId, reason });
const CloseBody = strictObject({
  successorId: optional(agencyId),
  keepOfficers: optional(
    Type.Boolean({ description: 'They go on in the successor, admins as liaisons; else their access ends' }),
  ),
  inspectorateId: optional(
    Type.String({
      description: 'Which goes on, where both bodies have an inspectorate; the other is merged into it',
    }),
  ),
  reason,
});

/** The agency tree, for the admins of its parts: what lies there goes along, no case is lost. */
export function agencyChangeRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['agencies'], security: [{ bearer: [] }], headers: WriteHeaders };
  app.post(
    '/api/v1/agencies',
    {
      schema: {
        ...schema,
        summary: 'Enter an agency below another one',
        body: RegisterBody,
        response: answers(201, 'Agency'),
      },
    },
    async (request, reply) => {
      const { kind: agencyKind, area, ...rest } = request.body;
      const change = { kind: 'register', ...rest, agencyKind, areaCode: area } as const;
      const made = await changeAgency(intake, requireToken(request), change, idempotencyKeyOf(request));
      return reply.code(201).send(made);
    },
  );
  const onOne = { ...schema, params: AgencyIdPath, response: answers(200, 'Agency') };
  app.post(
    '/api/v1/agencies/:agencyId/rename',
    { schema: { ...onOne, summary: 'Call it something else', body: RenameBody } },
    (request) => {
      const change = { kind: 'rename', ...request.params, ...request.body } as const;
      return changeAgency(intake, requireToken(request), change, idempotencyKeyOf(request));
    },
  );
  app.post(
    '/api/v1/agencies/:agencyId/four-eyes',
    {
      schema: {
        ...onOne,
        summary: 'Whether what its liaisons answer is released by somebody else, or goes out at once',
        body: FourEyesBody,
      },
    },
    (request) => {
      const change = { kind: 'four-eyes', ...request.params, ...request.body } as const;
      return changeAgency(intake, requireToken(request), change, idempotencyKeyOf(request));
    },
  );
  app.post(
    '/api/v1/agencies/:agencyId/move',
    {
      schema: { ...onOne, summary: 'Put it below another agency, with all that is below it', body: MoveBody },
    },
    (request) => {
      const change = { kind: 'move', ...request.params, ...request.body } as const;
      return changeAgency(intake, requireToken(request), change, idempotencyKeyOf(request));
    },
  );
  app.post(
    '/api/v1/agencies/:agencyId/kind-and-area',
    {
      schema: {
        ...onOne,
        summary: 'Say what it is and where: another kind of those that are alike, or another area',
        body: strictObject({ ...KindAndArea, reason }),
      },
    },
    (request) => {
      const { kind: agencyKind, area, reason: why } = request.body;
      const wanted = { ...request.params, agencyKind, areaCode: area };
      const change = { kind: 'kind-and-area', ...wanted, reason: why } as const;
      return changeAgency(intake, requireToken(request), change, idempotencyKeyOf(request));
    },
  );
  app.post(
    '/api/v1/agencies/:agencyId/kind-and-area/preview',
    {
      schema: {
        tags: ['agencies'],
        security: [{ bearer: [] }],
        summary: 'What that would change: units that follow, rows of competence that end; stores nothing',
        params: AgencyIdPath,
        body: strictObject(KindAndArea),
        response: answers(200, 'KindAndAreaPreview'),
      },
    },
    (request) => {
      const { kind: agencyKind, area } = request.body;
      const wanted = { ...request.params, agencyKind, areaCode: area };
      return previewKindAndArea(intake, requireToken(request), wanted);
    },
  );
  app.post(
    '/api/v1/agencies/:agencyId/close',
    {
      schema: {
        ...onOne,
        summary: 'Close it, or merge it into a successor, which gets its cases and its rows of competence',
        body: CloseBody,
      },
    },
    (request) => {
      const change = { kind: 'close', ...request.params, ...request.body } as const;
      return changeAgency(intake, requireToken(request), change, idempotencyKeyOf(request));
    },
  );
  app.get(
    '/api/v1/agencies/:agencyId/changes',
    {
      schema: {
        tags: ['agencies'],
        security: [{ bearer: [] }],
        summary: 'What was changed there and below, by whom and why',
        params: AgencyIdPath,
        response: answers(200, 'AgencyChanges'),
      },
    },
    async (request) => ({
      changes: await listAgencyChanges(intake, requireToken(request), request.params.agencyId),
    }),
  );
}
