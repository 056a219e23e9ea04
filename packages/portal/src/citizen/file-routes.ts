import { toAppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorText, httpStatusOf } from '../shell/error-page.ts';
import { requireOwnForm, FORM_TOKEN_FIELD } from '../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../shell/form-values.ts';
import type { FormState } from '../shell/form-values.ts';
import { openPage } from '../shell/page.ts';
import type { Page, Portal } from '../shell/page.ts';
import { seeOther, sendPage } from '../shell/send-page.ts';
import { readAgencyChoice } from './agency-picker.ts';
import { rememberCode } from './access-codes.ts';
import { filingView } from './file-form.ts';
import { findNearby, nearbyView } from './nearby-step.ts';
import { readPlace } from './place-picker.ts';
import { checkFiling, filingIssues, readFiling } from './read-filing.ts';

/** The form and what it sends. */
export function fileRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/lapor', async (request, reply) => {
    const page = openPage(portal, request, reply);
    return showForm(reply, page, freshForm, 200);
  });
  app.post('/lapor', async (request, reply) => {
    const page = openPage(portal, request, reply);
    const values = formOf(request);
    requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
    // A step of the pickers: the same form again, with everything typed still in it.
    if (values.text('langkah') !== undefined) return showForm(reply, page, { values, issues: [] }, 200);
    return file(request, reply, page);
  });
}

async function file(request: FastifyRequest, reply: FastifyReply, page: Page): Promise<FastifyReply> {
  const values = formOf(request);
  const state: FormState = { values, issues: [] };
  const [place, agency] = await Promise.all([readPlace(page, state), readAgencyChoice(page, state)]);
  const issues = checkFiling(page, state, place, agency);
  if (issues.length > 0) return showForm(reply, page, { values, issues }, 400);
  const nearby = await findNearby(page, state, place);
  if (nearby.length > 0) return sendPage(reply, page, nearbyView(page, state, nearby));
  try {
    const receipt = await page.api.file(readFiling(page, values, place, agency), {
      ...page.context,
      idempotencyKey: keyOf(values),
      wait: true,
    });
    rememberCode(reply, page.portal, receipt.trackingId, receipt.accessCode);
    return seeOther(reply, `/lacak/${receipt.trackingId}/tanda-terima`);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'internal') throw error;
    // Whatever was refused: what was typed stays.
    const told =
      error.issues.length > 0
        ? filingIssues(page, error.issues)
        : [{ field: 'isi', rule: errorText(page, error) }];
    return showForm(reply, page, { values, issues: told }, httpStatusOf(error.code));
  }
}

async function showForm(
  reply: FastifyReply,
  page: Page,
  state: FormState,
  status: number,
): Promise<FastifyReply> {
  const [place, agency, categories] = await Promise.all([
    readPlace(page, state),
    readAgencyChoice(page, state),
    page.api.categories(),
  ]);
  return sendPage(reply, page, filingView(page, { state, place, agency, categories }), status);
}
