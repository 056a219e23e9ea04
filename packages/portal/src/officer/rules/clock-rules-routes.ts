import { toAppError } from '@lapor/kernel';
import type { AppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CalendarChange } from '../../clock-rules-types.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, formValues, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { clockRuleMessages } from '../../messages/clock-rule-messages.ts';
import { speaker } from '../../shell/speak.ts';
import { refusalText } from './clock-rule-refusals.ts';
import { clockRulesView } from './clock-rules-page.ts';
import type { ClockRulesParts } from './clock-rules-page.ts';
import { areasWithCalendar, codeTyped } from '../area-field.ts';
import { forOfficers, requireAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';

/** Working days: for the national admin, and for admins of governments in their own area. */
export function clockRulesRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/kalender',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const query = queryOf(request);
      const [areas, own] = await Promise.all([areasWithCalendar(page), ownArea(page)]);
      const areaCode = codeTyped(query['wilayah'] ?? own, areas, { partly: true });
      const year = yearOf(page, query['tahun']);
      const parts = { areas, year, state: freshForm, saved: query['kabar'] === 'tersimpan' };
      try {
        return await show(reply, page, { ...parts, areaCode }, 200);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'invalid') throw error;
        const values = formValues(query);
        const asked = { values, issues: refused(page, values, error).issues };
        return await show(reply, page, { ...parts, areaCode: own, asked }, httpStatusOf(error.code));
      }
    }),
  );
  app.post(
    '/petugas/kalender',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const areas = await areasWithCalendar(page);
      const areaCode = values.text('wilayah') ?? '';
      const change = { ...changeOf(values), areaCode };
      const year = yearOf(page, values.text('tahun'));
      try {
        if (values.text('langkah') === 'dampak') {
          const { reason: _reason, version: _version, ...wanted } = change;
          const preview = await page.api.previewCalendar(page.token, wanted);
          const state = { values, issues: [] };
          return await show(reply, page, { areas, year, areaCode, state, preview }, 200);
        }
        await page.api.changeCalendar(page.token, change, { idempotencyKey: keyOf(values) });
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'invalid' && error.code !== 'conflict') throw error;
        const overtaken = 'version' in error.extra;
        const state = refused(page, values, error);
        const isElsewhere = state.issues.some(({ field }) => field === 'wilayah');
        const shown = isElsewhere
          ? { areaCode: '', state: { values, issues: [] }, asked: state }
          : { areaCode, state, overtaken };
        return show(reply, page, { areas, year, ...shown }, httpStatusOf(error.code));
      }
      const shown = [
        ...(areaCode === '' ? [] : [`&wilayah=${areaCode}`]),
        ...(isWeek(values) ? [] : [`&tahun=${year}`]),
      ];
      return seeOther(reply, `/petugas/kalender?kabar=tersimpan${shown.join('')}`);
    }),
  );
}

/** The year asked for, else this one. */
function yearOf({ moments }: OfficerPage, typed = ''): number {
  return Number(/^2[01]\d\d$/.test(typed.trim()) ? typed : moments.today().slice(0, 4));
}

const FIELDS: Readonly<Record<string, string>> = { area_code: 'wilayah', reason: 'alasan' };

function refused(page: OfficerPage, values: FormValues, error: AppError): FormState {
  const issues = error.issues.map((issue) => ({
    field: fieldOf(issue.field, values),
    rule: refusalText(page.language, issue),
  }));
  if (issues.length > 0) return { values, issues };
  const overtaken = speaker(clockRuleMessages)(page.language)('overtaken');
  if ('version' in error.extra) return { values, issues: [{ field: fieldOf('', values), rule: overtaken }] };
  return { values, issues: [{ field: fieldOf('', values), rule: errorText(page, error) }] };
}

/** Two forms on one page: that of a year, and that of the week. */
function isWeek(values: FormValues): boolean {
  return values.text('isi') === 'pekan';
}

function fieldOf(field: string, values: FormValues): string {
  return FIELDS[field] ?? (isWeek(values) ? 'libur-0' : 'hari');
}

function changeOf(values: FormValues): Omit<CalendarChange, 'areaCode'> {
  const read = values.text('versi');
  const version = read === undefined ? undefined : Number(read);
  const reason = values.text('alasan') ?? '';
  if (isWeek(values)) return { weekend: values.all('libur').map(Number), version, reason };
  const table = { year: Number(values.text('tahun')), text: values.typed('hari') };
  // A file as calendars are published, else our own lines.
  const isIcs = /^\s*BEGIN:VCALENDAR/i.test(table.text);
  return { [isIcs ? 'ics' : 'csv']: table, version, reason };
}

/** What an admin keeps, or is next to: the calendar of the agency's regency or city, or of its province. */
async function ownArea({ api, session }: OfficerPage): Promise<string> {
  if (session.officer.role === 'national_admin') return '';
  const { areaCode = '' } = await api.agency(session.officer.agencyId);
  return areaCode.split('.').slice(0, 2).join('.');
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  { areaCode, ...parts }: Omit<ClockRulesParts, 'calendar'> & { readonly areaCode: string },
  status: number,
): Promise<FastifyReply> {
  const calendar = await page.api.calendar(areaCode, page.token);
  return sendPage(reply, page, clockRulesView(page, { calendar, ...parts }), status);
}
