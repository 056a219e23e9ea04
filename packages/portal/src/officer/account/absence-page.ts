import { absenceMessages } from '../../messages/absence-messages.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import type { AbsenceInfo, AwayOfficer, Colleague } from '../../officer-types.ts';
import { formStart, inputField, optionsOf, selectField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';
import { reasonField } from '../reason-field.ts';

const say = speaker(absenceMessages);
export const OWN_ABSENCE_PATH = '/petugas/cuti';
/** Keeps the reason of the second form apart from that of the first. */
const ENDING = 'kembali-';

export type AbsenceNews = 'saved' | 'ended';

export interface AbsenceParts {
  /** Whose; undefined: one's own. */
  readonly name: string | undefined;
  /** Where the form goes, and where the page leads back to. */
  readonly path: string;
  readonly back: { readonly href: string; readonly label: string };
  /** Those that are planned. */
  readonly absences: readonly AbsenceInfo[];
  readonly deputies: readonly Colleague[];
  readonly state: FormState;
  readonly news: AbsenceNews | undefined;
}

export function absenceView(page: OfficerPage, parts: AbsenceParts): View {
  const t = say(page.language);
  const { name, path, absences, news, back } = parts;
  // One of two forms was sent.
  const ending = parts.state.values.ticked('kembali');
  const [state, endState] = ending ? [freshForm, parts.state] : [parts.state, freshForm];
  const title = name === undefined ? t('own') : t('ofOther', { name });
  const today = page.moments.today();
  const day = (field: string, label: string) =>
    inputField({ name: field, label, state, type: 'date', min: today, required: true });
  const at = absences.findIndex(({ from }) => from === endState.values.text('mulai'));
  return {
    title,
    side: 'officer',
    at: name === undefined ? undefined : 'officers',
    broken: parts.state.issues.length > 0,
    main: html`<div class="narrow"><p class="over"><a href="${back.href}">← ${back.label}</a></p><h1>${title}</h1><p class="lead">${t('lead')}</p>
${flash(news && t(news))}${errorSummary(
      page,
      parts.state.issues.map(({ field, rule }) => ({
        id: `${ending ? endingPrefix(Math.max(0, at)) : ''}${field}`,
        text: rule,
      })),
    )}
${absences.map((absence, index) => plannedForm(page, parts, { absence, index, state: index === Math.max(0, at) ? endState : freshForm }))}
${formStart(page, { action: path, state, className: 'card' })}<h2>${t('add')}</h2>${absences.length > 0 && html`<p class="hint">${t('overlap')}</p>`}${day('dari', t('from'))}${day('sampai', t('to'))}${deputyField(page, parts, state)}${reason(page, parts, state)}
<p class="actions"><button class="button">${t('save')}</button></p></form></div>`,
  };
}

function endingPrefix(index: number): string {
  return index === 0 ? ENDING : `${ENDING}${index + 1}-`;
}

/** One that is planned, and how it is taken back. */
function plannedForm(
  page: OfficerPage,
  parts: AbsenceParts,
  {
    absence,
    index,
    state,
  }: { readonly absence: AbsenceInfo; readonly index: number; readonly state: FormState },
): Html {
  const t = say(page.language);
  const text = absenceText(page, absence);
  return html`${formStart(page, { action: parts.path, state, className: 'card' })}<p><b>${text}</b></p><input type="hidden" name="kembali" value="ya"><input type="hidden" name="mulai" value="${absence.from}">${parts.name !== undefined && reason(page, parts, state, endingPrefix(index))}<p class="actions"><button class="button plain" aria-label="${t(absence.from <= page.moments.today() ? 'end' : 'remove')}: ${text}">${t(absence.from <= page.moments.today() ? 'end' : 'remove')}</button></p></form>`;
}

/** Of somebody else's absence it is asked for; one's own is one's own business. */
function reason(page: Page, { name }: AbsenceParts, state: FormState, idPrefix = ''): Html {
  const t = say(page.language);
  if (name === undefined) return reasonField(page, { state, hint: t('reasonHintOwn'), need: 'never' });
  return reasonField(page, { state, idPrefix, hint: t('reasonHint') });
}

function deputyField({ language }: Page, { deputies }: AbsenceParts, state: FormState): Html {
  const t = say(language);
  const chosen = state.values.typed('wakil');
  const choices = [{ value: '', label: t('noDeputy') }, ...colleagueOptions(language, deputies)];
  return selectField({
    name: 'wakil',
    label: t('deputy'),
    hint: t('deputyHint'),
    state,
    choices: optionsOf(choices, chosen),
  });
}

/** "Sari Dewi, admin instansi, Kota Batam". */
export function colleagueOptions(
  language: Page['language'],
  colleagues: readonly Colleague[],
): readonly { readonly value: string; readonly label: string }[] {
  const role = speaker(adminMessages)(language);
  return colleagues.map((each) => ({
    value: each.id,
    label: `${each.name}, ${role(`role.${each.role}`).toLowerCase()}, ${each.agencyName}`,
  }));
}

/** "Tidak hadir sampai 5 Maret 2026, wakil: Sari Dewi". */
export function absenceText({ language, moments }: Page, absence: AbsenceInfo): string {
  const t = say(language);
  const [from, to] = [moments.day(absence.from), moments.day(absence.to)];
  const days = absence.from <= moments.today() ? t('awayUntil', { to }) : t('awayFrom', { from, to });
  return absence.deputyName === undefined ? days : `${days}, ${t('through', { name: absence.deputyName })}`;
}

/** Beside a case: whom not to wait for. */
export function awayCard(page: Page, away: readonly AwayOfficer[]): Html {
  const here = away.filter(({ now }) => now);
  if (here.length === 0) return html``;
  return html`<section class="card" aria-labelledby="tidak-hadir">
    <h2 id="tidak-hadir">${say(page.language)('away')}</h2>
    ${here.map((each) => html`<p><b>${each.name}</b>: ${absenceText(page, each)}</p>`)}
  </section>`;
}
