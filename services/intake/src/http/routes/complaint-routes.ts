import type { ChannelName, ReporterCommand } from '@lapor/portal';
import type { FastifyRequest } from 'fastify';
import type { Intake } from '../../intake.ts';
import { enteringOfficer } from '../../use-cases/directory/entering-officer.ts';
import type { FilingOrigin } from '../../use-cases/file-complaint.ts';
import { fileForReceipt } from '../../use-cases/receipt.ts';
import { listNearbyReports } from '../../use-cases/nearby-reports.ts';
import { addMessage, runReporterCommand } from '../../use-cases/reporter-actions.ts';
import { viewComplaint } from '../../use-cases/view-complaint.ts';
import {
  accessCodeOf,
  idempotencyKeyOf,
  requireAccessCode,
  requireToken,
  waitSecondsOf,
} from '../request-parts.ts';
import { REPORTER_SUMMARIES } from '../docs/command-summaries.ts';
import { answers } from '../schemas/response-schemas.ts';
import {
  FilingHeaders,
  NearbyQueryString,
  ReporterHeaders,
  TrackingIdPath,
} from '../schemas/parameter-schemas.ts';
import { MessageBody, NewComplaintBody, REPORTER_COMMANDS } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const tags = ['complaints'];

/** What citizens and their apps do. */
export function complaintRoutes(app: App, intake: Intake): void {
  app.post(
    '/api/v1/complaints',
    {
      schema: {
        tags,
        summary: 'File a complaint',
        description:
          'Open to everybody with channel web or app; the other channels are for officers who enter what somebody said or wrote: with their session.',
        headers: FilingHeaders,
        body: NewComplaintBody,
        response: answers(201, 'Receipt'),
      },
    },
    async (request, reply) => {
      const { replayed, ...receipt } = await fileForReceipt(intake, request.body, {
        ...(await originOf(intake, request, request.body.channel)),
        idempotencyKey: idempotencyKeyOf(request),
        waitSeconds: waitSecondsOf(request),
      });
      if (waitSecondsOf(request) !== undefined) void reply.header('preference-applied', 'wait');
      if (replayed) void reply.header('idempotent-replayed', 'true');
      return reply.code(201).header('location', `/api/v1/complaints/${receipt.trackingId}`).send(receipt);
    },
  );

  app.get(
    '/api/v1/complaints/nearby',
    {
      schema: {
        tags,
        summary: 'Open reports in one district, of one category or of all: perhaps it is known already',
        description:
          'What anybody may see, newest first; without a category first what most have reported. File with `sameAs` for "me too": a report of one’s own, that officers see is about the same.',
        querystring: NearbyQueryString,
        response: answers(200, 'NearbyReports'),
      },
    },
    async ({ query, ip }) => ({ reports: await listNearbyReports(intake, query, ip) }),
  );

  app.get(
    '/api/v1/complaints/:trackingId',
    {
      schema: {
        tags,
        summary: 'How it stands; with the access code also what is private',
        params: TrackingIdPath,
        headers: ReporterHeaders,
        response: answers(200, 'ComplaintView'),
      },
    },
    (request) => viewComplaint(intake, request.params.trackingId, accessCodeOf(request), request.ip),
  );

  app.post(
    '/api/v1/complaints/:trackingId/messages',
    {
      schema: {
        tags,
        summary: 'Write something more; changes no state',
        params: TrackingIdPath,
        headers: ReporterHeaders,
        body: MessageBody,
        response: answers(201, 'ReporterMessage'),
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await addMessage(intake, reporterRequest(request, request.params), request.body.text)),
  );

  for (const command of Object.keys(REPORTER_COMMANDS) as (keyof typeof REPORTER_COMMANDS)[]) {
    app.post(
      `/api/v1/complaints/:trackingId/${command}`,
      {
        schema: {
          tags,
          summary: REPORTER_SUMMARIES[command],
          params: TrackingIdPath,
          headers: ReporterHeaders,
          body: REPORTER_COMMANDS[command],
          response: answers(200, 'ComplaintView'),
        },
        preValidation: emptyBodyAsNone,
      },
      (request) =>
        runReporterCommand(intake, reporterRequest(request, request.params), {
          ...request.body,
          // Name and body come from one table: they fit.
          command,
        } as ReporterCommand),
    );
  }
}

/** What anybody may say of how it came. */
const OPEN_CHANNELS: ReadonlySet<ChannelName> = new Set(['web', 'app']);

/** Who files. Idempotency keys of officers are their own; those of everybody else must be too long to be guessed. */
async function originOf(
  intake: Intake,
  request: FastifyRequest,
  channel: ChannelName = 'web',
): Promise<Pick<FilingOrigin, 'client' | 'clientAddress'>> {
  if (OPEN_CHANNELS.has(channel)) return { client: 'http', clientAddress: request.ip };
  const { officerId } = await enteringOfficer(intake, requireToken(request));
  return { client: `officer:${officerId}` };
}

/** Whose complaint, with the code that says so. */
export function reporterRequest(request: FastifyRequest, { trackingId }: { readonly trackingId: string }) {
  return {
    trackingId,
    accessCode: requireAccessCode(request),
    clientAddress: request.ip,
    idempotencyKey: idempotencyKeyOf(request),
  };
}

/** "solved" needs no body; then it counts as an empty object. */
export function emptyBodyAsNone(request: FastifyRequest, _reply: unknown, done: () => void): void {
  request.body ??= {};
  done();
}
