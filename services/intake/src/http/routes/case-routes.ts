import type { OfficerCommand } from '@lapor/portal';
import type { Intake } from '../../intake.ts';
import { readCase, readInbox } from '../../use-cases/cases.ts';
import { runOfficerCommand } from '../../use-cases/run-officer-command.ts';
import { readDeliveries } from '../../use-cases/read-deliveries.ts';
import { revealIdentity } from '../../use-cases/reveal-identity.ts';
import { listSimilarCases } from '../../use-cases/similar-cases.ts';
import { OFFICER_SUMMARIES } from '../docs/command-summaries.ts';
import { idempotencyKeyOf, requireToken, versionOf } from '../request-parts.ts';
import { CaseIdPath, InboxQueryString, OfficerWriteHeaders } from '../schemas/parameter-schemas.ts';
import { answers } from '../schemas/response-schemas.ts';
import { OFFICER_COMMANDS, RevealBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const AT_ONCE =
  'Decided on the case as it is when it comes. Say which version you decided on (`If-Match`, or `expectedVersion`): of two at once one wins, and the other gets 409 (for `If-Match` 412) with how the case stands now and what can be done. Without a version whatever is still legal is done; but who decides what becomes of a case (where it goes, what it is about, the next step, a question, a draft, an answer, what it follows) while somebody else does gets 409 too. Of what was done before the command came only a version can tell: a draft is released, or sent back, with the version it was read at alone.';
const BEARER = [{ bearer: [] }];

/** The inbox, one case, and every command of the table of transitions. */
export function caseRoutes(app: App, intake: Intake): void {
  const tags = ['cases'];
  app.get(
    '/api/v1/cases',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'The inbox: what the subtree holds, what is due first; or a search in it',
        querystring: InboxQueryString,
        response: answers(200, 'Inbox'),
      },
    },
    (request) => {
      const { q: search, status: statuses, agency: agencyId, ...query } = request.query;
      return readInbox(intake, requireToken(request), { ...query, search, statuses, agencyId });
    },
  );
  app.get(
    '/api/v1/cases/:caseId',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'One case and what can be done now',
        params: CaseIdPath,
        response: answers(200, 'OfficerCaseView'),
      },
    },
    async (request, reply) => {
      const view = await readCase(intake, requireToken(request), request.params.caseId);
      return reply.header('etag', `"${view.version}"`).send(view);
    },
  );
  app.get(
    '/api/v1/cases/:caseId/similar',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Others that may be about the same matter, likeliest first',
        description:
          'Near in text, place and time, or said to be the same by a reporter. Of what you may read.',
        params: CaseIdPath,
        response: answers(200, 'SimilarCases'),
      },
    },
    async (request) => ({
      similar: await listSimilarCases(intake, requireToken(request), request.params.caseId),
    }),
  );
  app.get(
    '/api/v1/cases/:caseId/deliveries',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Who was told what, and whether it arrived',
        params: CaseIdPath,
        response: answers(200, 'Deliveries'),
      },
    },
    async (request) => ({
      deliveries: await readDeliveries(intake, requireToken(request), request.params.caseId),
    }),
  );
  app.post(
    '/api/v1/cases/:caseId/reveal',
    {
      schema: {
        tags,
        security: BEARER,
        summary: 'Look at who the reporter is; the reporter sees who looked and why',
        params: CaseIdPath,
        headers: OfficerWriteHeaders,
        body: RevealBody,
        response: answers(200, 'RevealedIdentity'),
      },
    },
    async (request, reply) => {
      const { caseId } = request.params;
      const token = requireToken(request);
      const identity = await revealIdentity(intake, token, caseId, request.body, idempotencyKeyOf(request));
      return reply.header('cache-control', 'no-store').send(identity);
    },
  );
  for (const command of Object.keys(OFFICER_COMMANDS) as (keyof typeof OFFICER_COMMANDS)[]) {
    app.post(
      `/api/v1/cases/:caseId/${command}`,
      {
        schema: {
          tags,
          security: BEARER,
          summary: OFFICER_SUMMARIES[command],
          description: AT_ONCE,
          params: CaseIdPath,
          headers: OfficerWriteHeaders,
          body: OFFICER_COMMANDS[command],
          response: {
            ...answers(200, 'OfficerCaseView'),
            // It went where this officer may not look: there is nothing to show.
            ...answers(204),
          },
        },
      },
      async (request, reply) => {
        const { expectedVersion, ...fields } = request.body;
        const view = await runOfficerCommand(
          intake,
          requireToken(request),
          request.params.caseId,
          // Name and body come from one table: they fit.
          { ...fields, command } as OfficerCommand,
          {
            idempotencyKey: idempotencyKeyOf(request),
            expectedVersion: versionOf(request, expectedVersion),
          },
        );
        if (view === undefined) return reply.code(204).send();
        return reply.header('etag', `"${view.version}"`).send(view);
      },
    );
  }
}
