import { AppError, normalizeTrackingId, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ComplaintView, ReporterCommand } from '../complaint-types.ts';
import { errorMessages } from '../messages/error-messages.ts';
import { trackMessages } from '../messages/track-messages.ts';
import { errorText, httpStatusOf } from '../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../shell/form-guard.ts';
import { emptyForm, formOf, freshForm, keyOf } from '../shell/form-values.ts';
import type { FormValues } from '../shell/form-values.ts';
import { openPage, parameterOf, queryOf } from '../shell/page.ts';
import type { Page, Portal } from '../shell/page.ts';
import { seeOther, sendPage } from '../shell/send-page.ts';
import { speaker } from '../shell/speak.ts';
import { codeOf, forgetCode, rememberCode } from './access-codes.ts';
import { receiptView } from './receipt-page.ts';
import { COMMAND_PATHS } from './reporter-forms.ts';
import type { CommandPath } from './reporter-forms.ts';
import { complaintView, searchView } from './track-page.ts';
import type { Refused } from './refused-form.ts';
import { getTrackingId } from './tracking-id.ts';
import { withCode } from './with-code.ts';

const say = speaker(trackMessages);
const LONGEST = 10_000;

/** Following a complaint, and what its reporter does with it. */
export function trackRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/lacak', async (request, reply) => {
    const page = openPage(portal, request, reply);
    return sendPage(reply, page, searchView(page, freshForm));
  });
  app.post('/lacak', (request, reply) => enter(portal, request, reply, 'nomor'));
  app.post('/lacak/:trackingId/kode', (request, reply) => enter(portal, request, reply, 'alamat'));
  app.get('/lacak/:trackingId', async (request, reply) => {
    const page = openPage(portal, request, reply);
    const typed = parameterOf(request, 'trackingId');
    const id = getTrackingId(typed);
    if (id !== typed) return seeOther(reply, `/lacak/${id}`);
    const done = queryOf(request)['kabar'];
    return showComplaint(request, reply, page, id, { done });
  });
  app.get('/lacak/:trackingId/tanda-terima', (request, reply) =>
    withCode(portal, request, reply, async (page, id, code) =>
      sendPage(reply, page, receiptView(page, await page.api.view(id, code, page.context), code)),
    ),
  );
  app.post('/lacak/:trackingId/lupakan', async (request, reply) => {
    requireOwnForm(request, formOf(request).text(FORM_TOKEN_FIELD));
    const id = getTrackingId(parameterOf(request, 'trackingId'));
    forgetCode(reply, portal, id);
    return seeOther(reply, '/lacak');
  });
  app.post('/lacak/:trackingId/pesan', (request, reply) =>
    act(portal, request, reply, 'pesan', async (page, id, code, values) => {
      const text = requireWords(page, values);
      await page.api.addMessage(id, code, text, { ...page.context, idempotencyKey: keyOf(values) });
    }),
  );
  for (const path of Object.keys(COMMAND_PATHS) as CommandPath[])
    app.post(`/lacak/:trackingId/${path}`, (request, reply) =>
      act(portal, request, reply, path, async (page, id, code, values) => {
        const command = readCommand(page, path, values);
        await page.api.command(id, code, command, { ...page.context, idempotencyKey: keyOf(values) });
      }),
    );
}

/** Number, and code if there is one: looked at before the page is opened, so that a wrong one is told beside its field. */
async function enter(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  from: 'nomor' | 'alamat',
): Promise<FastifyReply> {
  const page = openPage(portal, request, reply);
  const t = say(page.language);
  const values = formOf(request);
  requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
  const typed = from === 'nomor' ? values.typed('nomor') : parameterOf(request, 'trackingId');
  const code = values.text('kode');
  const again = (issue: Issue, status: number) => {
    const state = { values, issues: [issue] };
    return from === 'nomor'
      ? sendPage(reply, page, searchView(page, state), status)
      : showComplaint(request, reply, page, getTrackingId(typed), { refused: { form: 'kode', state } });
  };
  const id = normalizeTrackingId(typed);
  if (id === undefined) return again({ field: 'nomor', rule: t('numberWrong') }, 400);
  if (from === 'alamat' && code === undefined) return again({ field: 'kode', rule: t('codeWrong') }, 400);
  try {
    await page.api.view(id, code, page.context);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'not_found') return again({ field: 'nomor', rule: t('numberWrong') }, 404);
    if (error.code === 'unauthenticated') return again({ field: 'kode', rule: t('codeWrong') }, 401);
    if (error.code === 'rate_limited') return again({ field: 'kode', rule: errorText(page, error) }, 429);
    throw error;
  }
  if (code !== undefined) rememberCode(reply, portal, id, code);
  return seeOther(reply, `/lacak/${id}`);
}

export async function showComplaint(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  id: string,
  more: { readonly refused?: Refused | undefined; readonly done?: string | undefined },
  status = 200,
): Promise<FastifyReply> {
  const code = codeOf(request);
  const view = await viewWith(reply, page, id, code);
  const answered = more.refused === undefined ? status : Math.max(status, 400);
  return sendPage(reply, page, complaintView(page, view, more), answered);
}

/** A kept code that no longer fits is forgotten: then the public view. */
async function viewWith(
  reply: FastifyReply,
  page: Page,
  id: string,
  code: string | undefined,
): Promise<ComplaintView> {
  if (code === undefined) return page.api.view(id, undefined, page.context);
  try {
    return await page.api.view(id, code, page.context);
  } catch (thrown) {
    const { code: why } = toAppError(thrown);
    if (why !== 'unauthenticated') throw thrown;
    forgetCode(reply, page.portal, id);
    return page.api.view(id, undefined, page.context);
  }
}

type Work = (page: Page, id: string, code: string, values: FormValues) => Promise<void>;

/** Runs one form of the reporter's; refused, the page comes back with the form as it was sent. */
export async function act(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  form: string,
  work: Work,
  values: FormValues = formOf(request),
): Promise<FastifyReply> {
  const page = openPage(portal, request, reply);
  requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
  const id = getTrackingId(parameterOf(request, 'trackingId'));
  const code = codeOf(request);
  if (code === undefined) return seeOther(reply, `/lacak/${id}`);
  try {
    await work(page, id, code, values);
    return seeOther(reply, `/lacak/${id}?kabar=${form}`);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'internal' || error.code === 'unauthenticated' || error.code === 'not_found')
      throw error;
    const field = form === 'foto' ? 'image' : 'teks';
    const told = error.code === 'invalid' ? (error.issues[0]?.rule ?? error.message) : errorText(page, error);
    const state = { values: form === 'foto' ? emptyForm : values, issues: [{ field, rule: told }] };
    return showComplaint(request, reply, page, id, { refused: { form, state } }, httpStatusOf(error.code));
  }
}

/** @throws AppError invalid, already in the language of the page */
function requireWords(page: Page, values: FormValues): string {
  const t = speaker(errorMessages)(page.language);
  const text = values.text('teks');
  const wrong = (rule: string) => new AppError('invalid', rule, { issues: [{ field: 'teks', rule }] });
  if (text === undefined) throw wrong(t('field.empty'));
  if (text.length > LONGEST) throw wrong(t('field.tooLong', { most: LONGEST }));
  return text;
}

function readCommand(page: Page, path: CommandPath, values: FormValues): ReporterCommand {
  const rating = ['1', '2', '3', '4'].includes(values.typed('nilai'))
    ? Number(values.typed('nilai'))
    : undefined;
  const text = values.text('teks') === undefined ? undefined : requireWords(page, values);
  const command = COMMAND_PATHS[path];
  switch (command) {
    case 'solved':
      return { command, rating, text };
    case 'rating': {
      const t = speaker(trackMessages)(page.language);
      if (rating === undefined)
        throw new AppError('invalid', 'rating', { issues: [{ field: 'nilai', rule: t('rating') }] });
      return { command, rating, text };
    }
    case 'reply':
    case 'object':
      return { command, text: requireWords(page, values) };
    case 'privacy': {
      const secret = values.ticked('rahasia');
      return { command, anonymous: values.ticked('anonim') || secret, secret };
    }
    case 'not-solved':
    case 'promise-kept':
    case 'hand-over':
    case 'reopen':
    case 'withdraw':
      return { command, text };
  }
}
