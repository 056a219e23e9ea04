import { notFound, toAppError } from '@lapor/kernel';
import type { AppError, Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { historyMessages } from '../../messages/history-messages.ts';
import { keyMessages } from '../../messages/key-messages.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { startOfDay } from '../../shell/moments.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { forOfficers, requireStaffManager } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { GRACES, keysPath, keysView, keyView, shownKeyView } from './key-page.ts';
import type { KeyAction } from './key-page.ts';

const say = speaker(keyMessages);
const DAY_MILLISECONDS = 86_400_000;

/** Keys of an agency's systems. A key is the answer itself: there is no address to see it again. */
export function keyRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/instansi/:agencyId/kunci',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      return showKeys(reply, page, parameterOf(request, 'agencyId'), freshForm);
    }),
  );
  app.post(
    '/petugas/instansi/:agencyId/kunci',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const agencyId = parameterOf(request, 'agencyId');
      const { expiresAt, issues } = read(page, values);
      if (issues.length > 0) return showKeys(reply, page, agencyId, { values, issues }, 400);
      try {
        const [label, reason] = [values.text('nama') ?? '', reasonOf(values)];
        const context = { idempotencyKey: keyOf(values) };
        const wanted = { agencyId, label, expiresAt, reason };
        const shown = await page.api.createAgencyKey(page.token, wanted, context);
        return sendPage(reply, page, shownKeyView(page, await page.api.agency(agencyId), shown));
      } catch (thrown) {
        const { state, status } = refused(page, values, thrown, 'nama');
        return showKeys(reply, page, agencyId, state, status);
      }
    }),
  );
  keyRoute(app, portal);
}

function keyRoute(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/instansi/:agencyId/kunci/:keyId',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const which = { agencyId: parameterOf(request, 'agencyId'), keyId: parameterOf(request, 'keyId') };
      return showKey(reply, page, which, {
        state: freshForm,
        ended: queryOf(request)['kabar'] === 'berakhir',
      });
    }),
  );
  app.post(
    '/petugas/instansi/:agencyId/kunci/:keyId',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const which = { agencyId: parameterOf(request, 'agencyId'), keyId: parameterOf(request, 'keyId') };
      const sent = values.text('tindakan') === 'akhiri' ? 'akhiri' : 'perbarui';
      const issues = missing(page, values, ['alasan']);
      if (issues.length > 0) return showKey(reply, page, which, { sent, state: { values, issues } }, 400);
      try {
        if (sent === 'perbarui') return await renew(reply, page, which, values);
        await page.api.revokeAgencyKey(page.token, which.keyId, reasonOf(values));
        return seeOther(reply, `${keysPath({ id: which.agencyId }, which.keyId)}?kabar=berakhir`);
      } catch (thrown) {
        const { state, status } = refused(page, values, thrown, 'alasan');
        return showKey(reply, page, which, { sent, state }, status);
      }
    }),
  );
}

interface Which {
  readonly agencyId: string;
  readonly keyId: string;
}

async function renew(
  reply: FastifyReply,
  page: OfficerPage,
  { agencyId, keyId }: Which,
  values: FormValues,
): Promise<FastifyReply> {
  const grace = GRACES.find((each) => each === values.text('lama'));
  const graceSeconds = grace === undefined ? undefined : Number(grace);
  const wanted = { keyId, graceSeconds, reason: reasonOf(values) };
  const context = { idempotencyKey: keyOf(values) };
  const shown = await page.api.rotateAgencyKey(page.token, wanted, context);
  return sendPage(reply, page, shownKeyView(page, await page.api.agency(agencyId), shown));
}

async function showKeys(
  reply: FastifyReply,
  page: OfficerPage,
  agencyId: string,
  state: FormState,
  status = 200,
): Promise<FastifyReply> {
  const [agency, keys] = await Promise.all([page.api.agency(agencyId), ownKeys(page, agencyId)]);
  return sendPage(reply, page, keysView(page, { agency, keys, state }), status);
}

async function showKey(
  reply: FastifyReply,
  page: OfficerPage,
  { agencyId, keyId }: Which,
  shown: { readonly state: FormState; readonly sent?: KeyAction; readonly ended?: boolean },
  status = 200,
): Promise<FastifyReply> {
  const key = (await ownKeys(page, agencyId)).find((each) => each.keyId === keyId);
  if (key === undefined) throw notFound('agency key', keyId);
  const [agency, changes] = await Promise.all([
    page.api.agency(agencyId),
    page.api.agencyKeyChanges(page.token, keyId),
  ]);
  const { state, sent, ended = false } = shown;
  return sendPage(reply, page, keyView(page, { agency, key, changes, sent, state, ended }), status);
}

/** Units below have pages of their own. */
async function ownKeys({ api, token }: OfficerPage, agencyId: string) {
  return (await api.agencyKeys(token, agencyId)).filter((key) => key.agencyId === agencyId);
}

function reasonOf(values: FormValues): string {
  return values.text('alasan') ?? '';
}

/** A key is valid to the end of its last day. */
function read(page: OfficerPage, values: FormValues) {
  const issues = [...missing(page, values, ['nama', 'alasan'])];
  const typed = values.text('sampai');
  const last = typed === undefined ? undefined : startOfDay(typed, page.portal.timeZone);
  if (typed !== undefined && last === undefined)
    issues.push({ field: 'sampai', rule: say(page.language)('rule.until') });
  const expiresAt =
    last === undefined ? undefined : new Date(last.getTime() + DAY_MILLISECONDS - 1_000).toISOString();
  return { expiresAt, issues };
}

function missing(page: OfficerPage, values: FormValues, needed: readonly string[]): readonly Issue[] {
  const rule = say(page.language)('rule.empty');
  return needed.filter((field) => values.text(field) === undefined).map((field) => ({ field, rule }));
}

function refused(page: OfficerPage, values: FormValues, thrown: unknown, first: 'nama' | 'alasan') {
  const error = toAppError(thrown);
  if (error.code !== 'invalid' && error.code !== 'illegal') throw error;
  return { state: { values, issues: told(page, error, first) }, status: httpStatusOf(error.code) };
}

/** Where on the form a rule of the directory belongs. `first`: its first field. */
function told(page: OfficerPage, error: AppError, first: 'nama' | 'alasan'): readonly Issue[] {
  const t = say(page.language);
  if (error.code === 'illegal')
    return [{ field: first, rule: t(first === 'nama' ? 'rule.full' : 'rule.over') }];
  const issues = error.issues.flatMap(({ field }) => {
    if (field === 'label') return [{ field: 'nama', rule: t('rule.label') }];
    if (field === 'expires_at') return [{ field: 'sampai', rule: t('rule.until') }];
    if (field !== 'reason') return [];
    return [{ field: 'alasan', rule: speaker(historyMessages)(page.language)('reasonWrong') }];
  });
  return issues.length > 0 ? issues : [{ field: first, rule: errorText(page, error) }];
}
