import { AppError } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import { trackMessages } from '../messages/track-messages.ts';
import { formValues, keyOf } from '../shell/form-values.ts';
import { openPage, parameterOf } from '../shell/page.ts';
import type { Portal } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';
import { codeOf } from './access-codes.ts';
import { act, getTrackingId } from './track-routes.ts';

const MEGABYTE = 1024 * 1024;
const MOST_BYTES = 10 * MEGABYTE;
const MOST_PHOTOS = 5;

/** Photos: sent in a form of their own, and shown to whoever has the code. */
export function photoRoutes(app: FastifyInstance, portal: Portal): void {
  app.post(
    '/lacak/:trackingId/foto',
    { bodyLimit: MOST_PHOTOS * MOST_BYTES + MEGABYTE },
    async (request, reply) => {
      const fields: Record<string, unknown> = {};
      const images: Buffer[] = [];
      let tooLarge: AppError | undefined;
      for await (const part of request.parts({ limits: { fileSize: MOST_BYTES, files: MOST_PHOTOS } })) {
        if (part.type === 'field') fields[part.fieldname] = part.value;
        // An empty file field is what a browser sends when nothing was chosen.
        else if (part.filename === '') part.file.resume();
        else {
          const bytes = await part.toBuffer().catch((error: unknown) => {
            tooLarge = new AppError('too_large', 'the image is too large', { cause: error });
            return undefined;
          });
          if (bytes !== undefined && bytes.length > 0) images.push(bytes);
        }
      }
      const values = formValues(fields);
      return act(
        portal,
        request,
        reply,
        'foto',
        async (page, id, code) => {
          if (tooLarge !== undefined) throw tooLarge;
          if (images.length === 0) {
            const rule = speaker(trackMessages)(page.language)('photoNone');
            throw new AppError('invalid', rule, { issues: [{ field: 'image', rule }] });
          }
          for (const [index, image] of images.entries())
            await page.api.addAttachment(id, code, image, {
              ...page.context,
              idempotencyKey: `${keyOf(values) ?? ''}-${index}`,
            });
        },
        values,
      );
    },
  );

  for (const size of ['full', 'thumbnail'] as const)
    app.get(`/lacak/:trackingId/foto/:photoId${size === 'full' ? '' : '/kecil'}`, async (request, reply) => {
      const page = openPage(portal, request, reply);
      const id = getTrackingId(parameterOf(request, 'trackingId'));
      const accessCode = codeOf(request);
      if (accessCode === undefined) throw new AppError('not_found', 'without the code there are no photos');
      const photo = await page.api.attachment(id, parameterOf(request, 'photoId'), size, { accessCode });
      return reply
        .type(photo.contentType)
        .header('cache-control', 'private, no-store')
        .send(Buffer.from(photo.bytes));
    });
}
