import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { MAX_ATTACHMENTS } from '../../domain/attachment.ts';
import type { Intake } from '../../intake.ts';
import { addAttachments, readAttachment } from '../../use-cases/attachments.ts';
import type { AttachmentViewer } from '../../use-cases/attachments.ts';
import { addEvidencePhotos, removeEvidencePhoto } from '../../use-cases/evidence-photos.ts';
import { MAX_IMAGE_BYTES } from '../../use-cases/keep-images.ts';
import type { AttachmentSize } from '../../use-cases/keep-images.ts';
import { imagesIn, noImage } from '../images-in-form.ts';
import { accessCodeOf, findToken, requireAccessCode, requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import {
  AttachmentPath,
  CaseAttachmentPath,
  CaseIdPath,
  ReporterHeaders,
  TrackingIdPath,
} from '../schemas/parameter-schemas.ts';
import type { App, TypeBoxProvider } from '../typebox-provider.ts';
import { reporterRequest } from './complaint-routes.ts';

const FORM_BYTES = MAX_ATTACHMENTS * MAX_IMAGE_BYTES + 1024 * 1024;
const consumes = ['multipart/form-data'];
const summary = 'Add images: multipart/form-data, field "image", one or more files';
const CARE =
  'Re-encoded; EXIF and place are gone. The same image twice is one. When one is refused, none is taken.';

/** Photos: of reporters, of officers as evidence, and to look at. */
export function attachmentRoutes(app: App, intake: Intake): void {
  void app.register(async (plain) => {
    // Forms are read here alone: everywhere else they are another content type.
    await plain.register(multipart, {
      limits: { fileSize: MAX_IMAGE_BYTES, files: MAX_ATTACHMENTS, fields: 20, fieldSize: 1000, parts: 30 },
    });
    const scope: App = plain.withTypeProvider<TypeBoxProvider>();
    addingRoutes(scope, intake);
    removingRoutes(scope, intake);
    lookingRoutes(scope, intake);
  });
}

function addingRoutes(app: App, intake: Intake): void {
  app.post(
    '/api/v1/complaints/:trackingId/attachments',
    {
      schema: {
        tags: ['complaints'],
        summary,
        description: `Five per complaint, 10 MB each. ${CARE}`,
        consumes,
        params: TrackingIdPath,
        headers: ReporterHeaders,
        response: answers(201, 'Attachments'),
      },
      bodyLimit: FORM_BYTES,
    },
    async (request, reply) => {
      const reporter = reporterRequest(request, request.params);
      const attachments = await addAttachments(intake, reporter, imagesIn(request));
      if (attachments.length === 0) throw noImage();
      return reply.code(201).send({ attachments });
    },
  );
  app.post(
    '/api/v1/cases/:caseId/attachments',
    {
      schema: {
        tags: ['cases'],
        security: [{ bearer: [] }],
        summary,
        description: `By whoever may follow it up or answer it now: \`photos\` of these commands name them, and then reporter and officers see them; before, nobody else. Five at a time, twenty per case, 10 MB each. When single ones are refused, \`issues\` names each by its place (\`image/0\`) and \`attachments\` has the others, which were taken. ${CARE}`,
        consumes,
        params: CaseIdPath,
        response: answers(201, 'Attachments'),
      },
      bodyLimit: FORM_BYTES,
    },
    async (request, reply) => {
      const token = requireToken(request);
      const attachments = await addEvidencePhotos(
        intake,
        token,
        request.params.caseId,
        imagesIn(request, true),
      );
      if (attachments.length === 0) throw noImage();
      return reply.code(201).send({ attachments });
    },
  );
}

function removingRoutes(app: App, intake: Intake): void {
  app.delete(
    '/api/v1/cases/:caseId/attachments/:attachmentId',
    {
      schema: {
        tags: ['cases'],
        security: [{ bearer: [] }],
        summary: 'Take back a photo that no follow-up, answer or draft has shown',
        params: CaseAttachmentPath,
        response: answers(204),
      },
    },
    async (request, reply) => {
      const { caseId, attachmentId } = request.params;
      await removeEvidencePhoto(intake, requireToken(request), caseId, attachmentId);
      return reply.code(204).send();
    },
  );
}

function lookingRoutes(app: App, intake: Intake): void {
  for (const size of ['full', 'thumbnail'] satisfies AttachmentSize[]) {
    app.get(
      `/api/v1/complaints/:trackingId/attachments/:attachmentId${size === 'full' ? '' : '/thumbnail'}`,
      {
        schema: {
          tags: ['complaints'],
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

/** The access code goes into its own header here: a bearer token is an officer's. */
function viewerOf(request: FastifyRequest): AttachmentViewer {
  const token = findToken(request);
  const code = request.headers['access-code'];
  if (typeof code !== 'string' && token !== undefined) return { sessionToken: token };
  return accessCodeOf(request) === undefined ? { anybody: true } : { accessCode: requireAccessCode(request) };
}
