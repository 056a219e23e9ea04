import { AppError, toAppError } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import { trackMessages } from '../messages/track-messages.ts';
import { MOST_FORM_BYTES, MOST_PHOTOS, readParts } from '../shell/form-parts.ts';
import { formValues, keyOf } from '../shell/form-values.ts';
import { openPage, parameterOf } from '../shell/page.ts';
import type { Portal } from '../shell/page.ts';
import { seeOther } from '../shell/send-page.ts';
import { speaker } from '../shell/speak.ts';
import { codeOf } from './access-codes.ts';
import { act } from './track-routes.ts';
import { getTrackingId } from './tracking-id.ts';

/** Photos: sent in a form of their own, and shown to whoever has the code. */
export function photoRoutes(app: FastifyInstance, portal: Portal): void {
  app.post('/lacak/:trackingId/foto', { bodyLimit: MOST_FORM_BYTES }, async (request, reply) => {
    // Nobody fills our memory without the code of a complaint.
    const [id, accessCode] = [getTrackingId(parameterOf(request, 'trackingId')), codeOf(request)];
    if (accessCode === undefined) return seeOther(reply, `/lacak/${id}`);
    await portal.api.view(id, accessCode, { clientAddress: request.ip });
    const { fields, images } = await readParts(request);
    const values = formValues(fields);
    return act(
      portal,
      request,
      reply,
      'foto',
      async (page, id, code) => {
        const t = speaker(trackMessages)(page.language);
        if (images.length === 0 || images.length > MOST_PHOTOS) {
          const rule = images.length === 0 ? t('photoNone') : t('photoHint');
          throw new AppError('invalid', rule, { issues: [{ field: 'image', rule }] });
        }
        await page.api.addAttachments(id, code, images, {
          ...page.context,
          idempotencyKey: keyOf(values),
        });
      },
      values,
    );
  });

  for (const size of ['full', 'thumbnail'] as const)
    app.get(`/lacak/:trackingId/foto/:photoId${size === 'full' ? '' : '/kecil'}`, async (request, reply) => {
      const page = openPage(portal, request, reply);
      const id = getTrackingId(parameterOf(request, 'trackingId'));
      const accessCode = codeOf(request);
      const photoId = parameterOf(request, 'photoId');
      const viewer = accessCode === undefined ? ({ anybody: true } as const) : { accessCode };
      const photo = await page.api
        .attachment(id, photoId, size, viewer, page.context)
        .catch((error: unknown) => {
          if (accessCode !== undefined || toAppError(error).code !== 'unauthenticated') throw error;
          throw new AppError('not_found', 'without the code there are no photos but public ones');
        });
      return reply
        .type(photo.contentType)
        .header('cache-control', 'private, no-store')
        .send(Buffer.from(photo.bytes));
    });
}
