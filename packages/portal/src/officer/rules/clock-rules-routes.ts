import { toAppError } from '@lapor/kernel';
import type { AppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CalendarChange } from '../../clock-rules-types.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { refusalText } from './clock-rule-refusals.ts';
import { clockRulesView } from './clock-rules-page.ts';
import type { ClockRulesParts } from './clock-rules-page.ts';
import { forOfficers, requireAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';

/** Working days: for the national admin, and for admins of governments in their own area. */
export function clockRulesRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/kalender',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const { wilayah = await ownArea(page), kabar } = queryOf(request);
      return show(
        reply,
        page,
        { areaCode: areaOf(wilayah), state: freshForm, saved: kabar === 'tersimpan' },
        200,
      );
    }),
  );
  app.post(
    '/petugas/kalender',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const areaCode = areaOf(values.text('wilayah'));
      const change = changeOf(values);
      try {
        if (values.text('langkah') === 'dampak') {
          const { reason: _reason, ...wanted } = change;
          const preview = await page.api.previewCalendar(page.token, wanted);
          return await show(reply, page, { areaCode, state: { values, issues: [] }, preview }, 200);
        }
        await page.api.changeCalendar(page.token, change, { idempotencyKey: keyOf(values) });
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'invalid') throw error;
        const issues = refused(page, values, error);
        const known = HAS_CALENDAR.test(areaCode) && issues.every(({ field }) => field !== 'wilayah');
        const shown = { areaCode: known ? areaCode : '', state: { values, issues } };
        return show(reply, page, shown, httpStatusOf(error.code));
      }
      return seeOther(
        reply,
        `/petugas/kalender?kabar=tersimpan${areaCode === '' ? '' : `&wilayah=${areaCode}`}`,
      );
    }),
  );
}

const FIELDS: Readonly<Record<string, string>> = { area_code: 'wilayah', year: 'tahun', reason: 'alasan' };

function refused(page: OfficerPage, values: FormValues, error: AppError): FormState['issues'] {
  const issues = error.issues.map((issue) => ({
    field: fieldOf(issue.field, values),
    rule: refusalText(page.language, issue),
  }));
  return issues.length > 0 ? issues : [{ field: fieldOf('', values), rule: errorText(page, error) }];
}

/** As people type it: 2171 and 21,71 are 21.71. */
function areaOf(typed = ''): string {
  return typed.trim().replace(/^(\d{2})[.,]?(\d{2})$/, '$1.$2');
}

/** A province, a regency or a city. */
const HAS_CALENDAR = /^\d{2}(?:\.\d{2})?$/;

/** Two forms on one page: that of a year, and that of the week. */
function isWeek(values: FormValues): boolean {
  return values.text('isi') === 'pekan';
}

function fieldOf(field: string, values: FormValues): string {
  return FIELDS[field] ?? (isWeek(values) ? 'libur-0' : 'hari');
}

function changeOf(values: FormValues): CalendarChange {
  const areaCode = areaOf(values.text('wilayah'));
  const reason = values.text('alasan') ?? '';
  if (isWeek(values)) return { areaCode, weekend: values.all('libur').map(Number), reason };
  const table = { year: Number(values.text('tahun')), text: values.typed('hari') };
  // A file as calendars are published, else our own lines.
  const isIcs = /^\s*BEGIN:VCALENDAR/i.test(table.text);
  return { areaCode, [isIcs ? 'ics' : 'csv']: table, reason };
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
  {
    areaCode,
    ...parts
  }: Pick<ClockRulesParts, 'state' | 'saved' | 'preview'> & { readonly areaCode: string },
  status: number,
): Promise<FastifyReply> {
  const calendar = await page.api.calendar(areaCode, page.token);
  return sendPage(reply, page, clockRulesView(page, { calendar, ...parts }), status);
}
