import { Readable } from 'node:stream';
import { AppError, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { BreachFormat, BreachQuestion } from '../../breach-types.ts';
import { breachMessages } from '../../messages/breach-messages.ts';
import { httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { startOfDay } from '../../shell/moments.ts';
import type { Portal } from '../../shell/page.ts';
import { sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { forOfficers } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { BREACH_PATH, BREACH_STORES, breachView } from './breach-page.ts';

const DAY = 86_400_000;
const say = speaker(breachMessages);

/** Whom a breach concerns, for the national admin: what was asked, and a file of what is asked now. */
export function breachRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    BREACH_PATH,
    forOfficers(portal, (page, _request, reply) => show(reply, page, freshForm)),
  );
  app.post(
    BREACH_PATH,
    forOfficers(portal, async (page, request, reply) => {
      requireKeeper(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const asked = read(page, values);
      if ('issues' in asked) return show(reply, page, { values, issues: asked.issues }, 400);
      const format: BreachFormat = values.text('bentuk') === 'ndjson' ? 'ndjson' : 'csv';
      try {
        const lines = await page.api.listBreach(page.token, asked.question, format);
        return await reply
          .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('content-disposition', `attachment; filename="lapor-kebocoran.${format}"`)
          .send(Readable.from(lines));
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'invalid') throw error;
        return show(reply, page, { values, issues: told(page, error) }, httpStatusOf(error.code));
      }
    }),
  );
}

function requireKeeper({ session }: OfficerPage): void {
  if (session.officer.role !== 'national_admin')
    throw new AppError('forbidden', 'whom a breach concerns is for the national admin');
}

/** What is left out is said at once; the key is judged where it is used. */
function read(
  page: OfficerPage,
  values: FormValues,
): { readonly question: BreachQuestion } | { readonly issues: readonly Issue[] } {
  const t = say(page.language);
  const { timeZone } = page.portal;
  const from = startOfDay(values.text('dari') ?? '', timeZone);
  const last = startOfDay(values.text('sampai') ?? '', timeZone);
  const stores = BREACH_STORES.filter((store) => values.all('data').includes(store));
  const reason = values.text('alasan');
  const key = keyOf(values.text('kunci'));
  const issues = [
    ...(from === undefined ? [{ field: 'dari', rule: t('rule.day') }] : []),
    ...(last === undefined ? [{ field: 'sampai', rule: t('rule.day') }] : []),
    ...(from !== undefined && last !== undefined && last < from ? [{ field: 'sampai', rule: t('rule.order') }] : []),
    ...(stores.length === 0 ? [{ field: 'data', rule: t('rule.stores') }] : []),
    ...(reason === undefined ? [{ field: 'alasan', rule: t('rule.reason') }] : []),
    ...(key === 'none' ? [{ field: 'kunci', rule: t('rule.key') }] : []),
  ];
  if (issues.length > 0 || from === undefined || last === undefined || reason === undefined || key === 'none')
    return { issues };
  const to = new Date(last.getTime() + DAY).toISOString();
  return { question: { from: from.toISOString(), to, stores, reason, ...(key === undefined ? {} : { key }) } };
}

function keyOf(typed: string | undefined): Readonly<Record<string, unknown>> | undefined | 'none' {
  if (typed === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(typed);
    return typeof key === 'object' && key !== null && !Array.isArray(key)
      ? (key as Readonly<Record<string, unknown>>)
      : 'none';
  } catch {
    return 'none';
  }
}

function told(page: OfficerPage, error: AppError): readonly Issue[] {
  const t = say(page.language);
  const late = error.issues.some(({ field }) => field === 'to');
  return [late ? { field: 'sampai', rule: t('rule.order') } : { field: 'kunci', rule: t('rule.key') }];
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  state: FormState,
  status = 200,
): Promise<FastifyReply> {
  requireKeeper(page);
  const { listings } = await page.api.breachListings(page.token);
  return sendPage(reply, page, breachView(page, { listings, state }), status);
}
