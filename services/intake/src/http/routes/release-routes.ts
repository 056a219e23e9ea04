import type { ReleaseWish } from '@lapor/portal';
import type { Static } from 'typebox';
import type { Intake } from '../../intake.ts';
import { readReleaseDraft } from '../../use-cases/release-draft.ts';
import { previewRelease, releaseWords, withholdWords } from '../../use-cases/release-words.ts';
import { emptyBodyAsNone } from './complaint-routes.ts';
import { CaseIdPath, OfficerWriteHeaders } from '../schemas/parameter-schemas.ts';
import { idempotencyKeyOf, requireToken, versionOf } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { ReleaseBody, WithholdBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const tags = ['cases'];
const security = [{ bearer: [] }];

/** What of words and photos becomes public, decided by an admin. */
export function releaseRoutes(app: App, intake: Intake): void {
  app.get(
    '/api/v1/cases/:caseId/release',
    {
      schema: {
        tags,
        security,
        summary: 'All that could be made public, what is, and what one may want to black out',
        params: CaseIdPath,
        response: answers(200, 'ReleaseDraft'),
      },
    },
    (request) => readReleaseDraft(intake, requireToken(request), request.params.caseId),
  );
  app.post(
    '/api/v1/cases/:caseId/release',
    {
      schema: {
        tags,
        security,
        summary: 'The officer: release. Replaces what was public before',
        params: CaseIdPath,
        headers: OfficerWriteHeaders,
        body: ReleaseBody,
        response: {
          200: { description: 'The case; of a dry run the ReleasePreview', ...ANSWERED },
          ...problemsOf(),
        },
      },
    },
    async (request, reply) => {
      const { expectedVersion, dryRun, ...fields } = request.body;
      const { caseId } = request.params;
      const wish = wishOf(fields);
      if (dryRun === true) return previewRelease(intake, requireToken(request), caseId, wish);
      const view = await releaseWords(intake, requireToken(request), caseId, wish, {
        idempotencyKey: idempotencyKeyOf(request),
        expectedVersion: versionOf(request, expectedVersion),
      });
      return reply.header('etag', `"${view.version}"`).send(view);
    },
  );
  app.post(
    '/api/v1/cases/:caseId/withhold',
    {
      schema: {
        tags,
        security,
        summary: 'The officer: withhold. Nothing of the words is public, or stays so',
        params: CaseIdPath,
        headers: OfficerWriteHeaders,
        body: WithholdBody,
        response: answers(200, 'OfficerCaseView'),
      },
      preValidation: emptyBodyAsNone,
    },
    async (request, reply) => {
      const { expectedVersion, reason } = request.body;
      const view = await withholdWords(intake, requireToken(request), request.params.caseId, reason, {
        idempotencyKey: idempotencyKeyOf(request),
        expectedVersion: versionOf(request, expectedVersion),
      });
      return reply.header('etag', `"${view.version}"`).send(view);
    },
  );
}

const ANSWERED = { anyOf: [{ $ref: 'OfficerCaseView#' }, { $ref: 'ReleasePreview#' }] };

function problemsOf() {
  const { 200: _good, ...problems } = answers(200);
  return problems;
}

function wishOf(body: Omit<Static<typeof ReleaseBody>, 'expectedVersion' | 'dryRun'>): ReleaseWish {
  const { report, steps = [], photos = [], hide = [] } = body;
  return { report, steps, hide, photos: photos.map(({ id, hide: areas = [] }) => ({ id, hide: areas })) };
}
