import { toAppError } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import { proofMessages } from '../messages/proof-messages.ts';
import { errorText, httpStatusOf } from '../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../shell/form-guard.ts';
import { formOf, freshForm } from '../shell/form-values.ts';
import { openPage } from '../shell/page.ts';
import type { Portal } from '../shell/page.ts';
import { sendPage } from '../shell/send-page.ts';
import { speaker } from '../shell/speak.ts';
import { FIELDS, proofView } from './proof-page.ts';
import { asFile, withCode } from './with-code.ts';

/** Saving a signed receipt, and checking one. */
export function proofRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/lacak/:trackingId/tanda-terima.jws', (request, reply) =>
    withCode(portal, request, reply, async (page, id, code) =>
      asFile(reply, `tanda-terima-${id}.jws`)
        .type('application/jose')
        .send(await page.api.receipt(id, code, page.context)),
    ),
  );
  app.get('/lacak/:trackingId/riwayat.json', (request, reply) =>
    withCode(portal, request, reply, async (page, id, code) =>
      asFile(reply, `riwayat-${id}.json`).send(await page.api.historyProof(id, code, page.context)),
    ),
  );
  app.get('/periksa', async (request, reply) => {
    const page = openPage(portal, request, reply);
    return sendPage(reply, page, proofView(page, freshForm));
  });
  app.post('/periksa', async (request, reply) => {
    const page = openPage(portal, request, reply);
    const t = speaker(proofMessages)(page.language);
    const values = formOf(request);
    requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
    const again = (rule: string, status: number) =>
      sendPage(reply, page, proofView(page, { values, issues: [{ field: FIELDS.receipt, rule }] }), status);
    const receipt = values.text(FIELDS.receipt);
    if (receipt === undefined) return again(t('missing'), 400);
    const words = { title: values.text(FIELDS.title), body: values.text(FIELDS.body) };
    try {
      const checked = await page.api.checkReceipt(receipt, words, page.context);
      return await sendPage(reply, page, proofView(page, { values, issues: [] }, checked));
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'internal') throw error;
      return again(
        error.code === 'invalid' ? t('refused') : errorText(page, error),
        httpStatusOf(error.code),
      );
    }
  });
}
