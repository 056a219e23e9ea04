import type { ChannelName, ReporterCommand } from '@lapor/portal';
import multipart from '@fastify/multipart';
import { AppError } from '@lapor/kernel';
import type { FastifyRequest } from 'fastify';
import { MAX_ATTACHMENTS, tooManyImages } from '../../domain/complaint.ts';
import type { Intake } from '../../intake.ts';
import {
  MAX_IMAGE_BYTES,
  addAttachments,
  imageTooLarge,
  readAttachment,
} from '../../use-cases/attachments.ts';
import type { AttachmentSize, AttachmentViewer } from '../../use-cases/attachments.ts';
import { enteringOfficer } from '../../use-cases/directory/entering-officer.ts';
import type { FilingOrigin } from '../../use-cases/file-complaint.ts';
import { fileForReceipt } from '../../use-cases/receipt.ts';
import { listNearbyReports } from '../../use-cases/nearby-reports.ts';
import { addMessage, runReporterCommand } from '../../use-cases/reporter-actions.ts';
import { viewComplaint } from '../../use-cases/view-complaint.ts';
import {
  accessCodeOf,
  findToken,
  idempotencyKeyOf,
  requireAccessCode,
  requireToken,
  waitSecondsOf,
} from '../request-parts.ts';
import { REPORTER_SUMMARIES } from '../docs/command-summaries.ts';
import { answers } from '../schemas/response-schemas.ts';
import {
  AttachmentPath,
  FilingHeaders,
  NearbyQueryString,
  ReporterHeaders,
  TrackingIdPath,
} from '../schemas/parameter-schemas.ts';
import { MessageBody, NewComplaintBody, REPORTER_COMMANDS } from '../schemas/schemas.ts';
import type { App, TypeBoxProvider } from '../typebox-provider.ts';

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
        summary: 'Open reports of one category in one district: perhaps it is known already',
        description:
          'What anybody may see, newest first. File with `sameAs` for "me too": a report of one’s own, that officers see is about the same.',
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
  void app.register(async (plain) => {
    // Forms are read here alone: everywhere else they are another content type.
    await plain.register(multipart, {
      limits: { fileSize: MAX_IMAGE_BYTES, files: MAX_ATTACHMENTS, fields: 20, fieldSize: 1000, parts: 30 },
    });
    const scope: App = plain.withTypeProvider<TypeBoxProvider>();
    attachmentRoutes(scope, intake);
  });
}

function attachmentRoutes(app: App, intake: Intake): void {
  app.post(
    '/api/v1/complaints/:trackingId/attachments',
    {
      schema: {
        tags,
        summary: 'Add images: multipart/form-data, field "image", one or more files',
        description:
          'Five per complaint, 10 MB each. Re-encoded; EXIF and place are gone. The same image twice is one. When one is refused, none is taken.',
        consumes: ['multipart/form-data'],
        params: TrackingIdPath,
        headers: ReporterHeaders,
        response: answers(201, 'Attachments'),
      },
      bodyLimit: 5 * MAX_IMAGE_BYTES + 1024 * 1024,
    },
    async (request, reply) => {
      const reporter = reporterRequest(request, request.params);
      const attachments = await addAttachments(intake, reporter, imagesIn(request));
      if (attachments.length === 0) throw wrongPart('image', 'is required');
      return reply.code(201).send({ attachments });
    },
  );

  for (const size of ['full', 'thumbnail'] satisfies AttachmentSize[]) {
    app.get(
      `/api/v1/complaints/:trackingId/attachments/:attachmentId${size === 'full' ? '' : '/thumbnail'}`,
      {
        schema: {
          tags,
          summary: `An image (${size}), for the reporter and officers entitled to it; for anybody the public copy, once released`,
          params: AttachmentPath,
          headers: ReporterHeaders,
          response: answers(200, 'Image'),
        },
      },
      async (request, reply) => {
        const { trackingId, attachmentId } = request.params;
        const viewer = viewerOf(request);
        const image = await readAttachment(intake, trackingId, attachmentId, size, viewer, request.ip);
        return reply
          .type(image.contentType)
          .header('cache-control', 'private, no-store')
          .header('content-disposition', 'inline')
          .send(Buffer.from(image.bytes));
      },
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

/** The access code goes into its own header here: a bearer token is an officer's. */
function viewerOf(request: FastifyRequest): AttachmentViewer {
  const token = findToken(request);
  const code = request.headers['access-code'];
  if (typeof code !== 'string' && token !== undefined) return { sessionToken: token };
  return accessCodeOf(request) === undefined ? { anybody: true } : { accessCode: requireAccessCode(request) };
}

function wrongPart(field: string, rule = 'is not a known field'): AppError {
  return new AppError('invalid', `${field} ${rule}`, { issues: [{ field, rule }] });
}

async function* imagesIn(request: FastifyRequest): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of request.parts()) {
      if (part.fieldname !== 'image') throw wrongPart(part.fieldname);
      if (part.type !== 'file') throw wrongPart('image', 'must be a file');
      yield await part.toBuffer();
    }
  } catch (error) {
    throw formError(error);
  }
}

/** What the parser says of a form that breaks off, or has no boundary, carries no status. */
function formError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_FILES_LIMIT') return tooManyImages();
  if (code === 'FST_REQ_FILE_TOO_LARGE') return imageTooLarge();
  if (typeof code === 'string' && code.startsWith('FST_')) return error;
  return new AppError('invalid', 'body must be whole multipart/form-data', {
    issues: [{ field: 'body', rule: 'must be whole multipart/form-data, with its boundary' }],
    cause: error,
  });
}

function reporterRequest(request: FastifyRequest, { trackingId }: { readonly trackingId: string }) {
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
