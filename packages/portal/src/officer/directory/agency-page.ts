import type { AgencyChangeInfo } from '../../agency-change-types.ts';
import type { AgencyInfo, AreaInfo } from '../../directory-types.ts';
import type { OfficerInfo } from '../../officer-types.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import { agencyMessages } from '../../messages/agency-messages.ts';
import { keyMessages } from '../../messages/key-messages.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { choice, formStart, inputField, optionsOf, selectField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { speaker, wordIn } from '../../shell/speak.ts';
import { areaChoices, areaField } from '../area-field.ts';
import { changeList } from '../change-list.ts';
import type { OfficerPage } from '../officer-session.ts';
import { reasonField } from '../reason-field.ts';
import { keysPath } from './key-page.ts';
import { unitField } from '../unit-picker.ts';

const say = speaker(agencyMessages);

/** What can be done with an agency, in the order of the page. */
export const ACTIONS = ['register', 'rename', 'four-eyes', 'bind-eyes', 'move', 'close'] as const;
export type Action = (typeof ACTIONS)[number];

const UNIT_KINDS = ['unit', 'subunit', 'inspectorate'];
/** A longer list is folded, so that what can be done is in sight. */
const MOST_OPEN = 12;
const BODY_KINDS = ['ministry', 'body', 'authority', 'province', 'regency', 'city'];

export interface AgencyParts {
  readonly agency: AgencyInfo;
  /** Those above it that the admin looks after, the highest first. */
  readonly above: readonly AgencyInfo[];
  readonly below: readonly AgencyInfo[];
  /** Who serves it; undefined where they are not this admin's to see. */
  readonly staff: readonly OfficerInfo[] | undefined;
  readonly successor: AgencyInfo | undefined;
  /** Who asked for four eyes here. */
  readonly asker: AgencyInfo | undefined;
  /** A new one may be bound to one of these. */
  readonly areas: readonly AreaInfo[];
  readonly changes: readonly AgencyChangeInfo[];
  /** To choose from; undefined when there are too many to list. */
  readonly units: readonly AgencyInfo[] | undefined;
  readonly found: readonly AgencyInfo[] | undefined;
  /** The form that was sent, and what came of it. */
  readonly sent: Action | undefined;
  readonly state: FormState;
  readonly news: string | undefined;
}

export function agencyView(page: OfficerPage, parts: AgencyParts): View {
  const t = say(page.language);
  const { agency, above, below, state, sent } = parts;
  const told = state.issues.map(({ field, rule }) => ({ id: `${sent ?? ''}-${field}`, text: rule }));
  const title = agency.name;
  return {
    title,
    side: 'officer',
    at: 'agencies',
    broken: told.length > 0,
    main: html`<p class="over">${above.map(({ id, name }) => html`<a href="/petugas/instansi/${id}">${name}</a> › `)}</p>
<h1>${title}</h1><p class="lead">${wordIn(agencyMessages, page.language, 'kind.', agency.kind)}${agency.areaCode !== undefined && html` · ${agency.areaCode}`}</p>
${agency.active && html`<p><a href="/petugas/contoh/${agency.id}">${t('templates')}</a></p>`}${mayBe(page, agency, 'keys') && html`<p><a href="${keysPath(agency)}">${speaker(keyMessages)(page.language)('link')}</a></p>`}${flash(parts.news === undefined ? undefined : t(parts.news === 'menyusul' ? 'savedMove' : 'saved'))}${errorSummary(page, told)}${standing(page, parts)}${staffLine(page, parts)}
<details class="fold"${attributes({ open: below.length <= MOST_OPEN })}><summary>${t('below', { count: below.length })}</summary>${
      below.length === 0
        ? html`<p>${t('none')}</p>`
        : html`<ul class="deliveries">${below.map((unit) => unitLine(page, unit))}</ul>`
    }</details>
${agency.active && ACTIONS.filter((action) => mayBe(page, agency, action)).map((action) => form(page, action, parts))}
${history(page, parts.changes)}`,
  };
}

function standing({ language }: OfficerPage, { agency, successor, asker }: AgencyParts): Html {
  const t = say(language);
  if (agency.active && !agency.onboarded) return html`<p class="note">${t('notYet')}</p>`;
  if (agency.active && !agency.fourEyes) return html``;
  if (agency.active)
    return html`<p class="note">${t('hasFourEyes')}${asker !== undefined && html` ${t('askedFor', { name: asker.name })}`}</p>`;
  const text = successor === undefined ? t('closedAlone') : t('closed', { successor: successor.name });
  return html`<p class="warning">${text}</p>`;
}

function staffLine({ language }: OfficerPage, { staff }: AgencyParts): Html {
  const t = say(language);
  if (staff === undefined) return html``;
  const names = staff.map(
    ({ name, role }) => `${name} (${speaker(adminMessages)(language)(`role.${role}`)})`,
  );
  return html`<p>${names.length === 0 ? t('noStaff') : t('staff', { names: names.join(', ') })}</p>`;
}

function unitLine({ language }: OfficerPage, { id, name, kind }: AgencyInfo): Html {
  return html`<li><a href="/petugas/instansi/${id}">${name}</a> <span class="sub">${wordIn(agencyMessages, language, 'kind.', kind)}</span></li>`;
}

/** What the directory would refuse anyhow is not offered: the root stays, and nobody ends or moves what they serve themselves. */
function mayBe({ session }: OfficerPage, agency: AgencyInfo, action: Action | 'keys'): boolean {
  const asked = askedFrom(session.officer.agencyId, agency);
  if (action === 'four-eyes' && asked === 'above') return false;
  if (action === 'bind-eyes' && asked !== 'below') return false;
  if (action === 'register') return agency.kind !== 'inspectorate';
  if (agency.kind === 'national') return action === 'keys';
  const { role, agencyId } = session.officer;
  const national = role === 'national_admin';
  if (agency.kind === 'inspectorate')
    // Not for the body it inspects, which is the one above it.
    return action !== 'move' && (national || agency.path.slice(0, -2).includes(agencyId));
  if (action !== 'move' && action !== 'close') return true;
  return national || (UNIT_KINDS.includes(agency.kind) && agency.id !== session.officer.agencyId);
}

/** Where four eyes were asked for, as seen from the agency of an admin: who asked and lies elsewhere by now binds nobody. */
function askedFrom(
  ownId: string,
  { id, path, fourEyes, fourEyesBy = id }: AgencyInfo,
): 'above' | 'here' | 'below' | undefined {
  if (!fourEyes) return undefined;
  const [own, asked] = [path.indexOf(ownId), path.indexOf(fourEyesBy)];
  if (asked === -1 || asked > own) return 'below';
  return asked === own ? 'here' : 'above';
}

function form(page: OfficerPage, action: Action, parts: AgencyParts): Html {
  const t = say(page.language);
  const { agency, sent } = parts;
  const state = sent === action ? parts.state : freshForm;
  const prefix = `${action}-`;
  return html`<details class="fold"${attributes({ open: sent === action })}><summary>${t(named(action, agency, 'do'))}</summary><p>${t(named(action, agency, 'about'))}</p>
${formStart(page, { action: `/petugas/instansi/${agency.id}`, state })}<input type="hidden" name="tindakan" value="${action}">
${FIELDS[action](page, parts, state)}
${reasonField(page, { state, idPrefix: prefix, hint: t('reasonHint') })}
${action === 'close' && sure(page, agency, state)}
<p class="actions"><button class="button${action === 'close' && ' bad'}">${t(action === 'close' ? 'sendClose' : 'send')}</button></p></form></details>`;
}

/** Four eyes are switched on or off: the same form, in other words. */
function named<Part extends 'do' | 'about'>(action: Action, { fourEyes }: AgencyInfo, part: Part) {
  return action === 'four-eyes' && fourEyes ? (`${part}.two-eyes` as const) : (`${part}.${action}` as const);
}

type Fields = (page: OfficerPage, parts: AgencyParts, state: FormState) => Html;

const FIELDS: Readonly<Record<Action, Fields>> = {
  register(page, { agency, areas }, state) {
    const t = say(page.language);
    const kinds = agency.kind === 'national' || agency.kind === 'province' ? BODY_KINDS : [];
    const { role, agencyId } = page.session.officer;
    const units = (agency.kind === 'national' ? [] : UNIT_KINDS).filter(
      (kind) => kind !== 'inspectorate' || role === 'national_admin' || agency.id !== agencyId,
    );
    const options = [...units, ...(page.session.officer.role === 'national_admin' ? kinds : [])].map(
      (value) => ({
        value,
        label: wordIn(agencyMessages, page.language, 'kind.', value),
      }),
    );
    const idPrefix = 'register-';
    return html`${inputField({ name: 'nama', idPrefix, label: t('name'), state, maxLength: 160, required: true, autocomplete: 'off' })}
${inputField({ name: 'singkat', idPrefix, label: t('shortName'), optional: optional(page), state, maxLength: 60, autocomplete: 'off' })}
${inputField({ name: 'kunci', idPrefix, label: t('key'), hint: t('keyHint'), state, maxLength: 48, required: true, autocomplete: 'off', autocapitalize: 'none' })}
${selectField({ name: 'jenis', idPrefix, label: t('kind'), state, choices: optionsOf(options, state.values.typed('jenis')) })}
${areaChoices(areas)}${areaField({ idPrefix, label: t('area'), optional: optional(page), hint: t('areaHint'), state })}`;
  },
  rename(page, { agency }, state) {
    const t = say(page.language);
    const idPrefix = 'rename-';
    return html`${inputField({ name: 'nama', idPrefix, label: t('name'), state, value: agency.name, maxLength: 160, required: true, autocomplete: 'off' })}
${inputField({ name: 'singkat', idPrefix, label: t('shortName'), optional: optional(page), state, value: agency.shortName, maxLength: 60, autocomplete: 'off' })}`;
  },
  // It says by its name what it will be.
  'four-eyes': (_page, { agency }) =>
    html`<input type="hidden" name="empat_mata" value="${agency.fourEyes ? 'tidak' : 'ya'}">`,
  'bind-eyes': () => html`<input type="hidden" name="empat_mata" value="ya">`,
  move: (page, parts, state) => target(page, 'move-', parts, state),
  close(page, parts, state) {
    const t = say(page.language);
    return html`${target(page, 'close-', parts, state)}
${choice({ type: 'checkbox', name: 'petugas', idPrefix: 'close-', value: 'ikut', label: t('keepOfficers'), hint: t('keepOfficersHint'), checked: state.values.ticked('petugas') })}`;
  },
};

function target(page: OfficerPage, idPrefix: string, parts: AgencyParts, state: FormState): Html {
  const t = say(page.language);
  const { agency, units, found } = parts;
  const close = idPrefix === 'close-';
  const label = t(close ? 'successor' : 'parent');
  const outside = units?.filter(({ path }) => !path.includes(agency.id));
  if (outside === undefined || !close)
    return unitField(page, {
      idPrefix,
      state,
      label,
      units: outside,
      found,
      optional: close ? optional(page) : undefined,
    });
  const options = [
    { value: '', label: t('noSuccessor') },
    ...outside.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return selectField({
    name: 'unit',
    idPrefix,
    label,
    optional: optional(page),
    state,
    choices: optionsOf(options, state.values.typed('unit')),
  });
}

function optional({ language }: OfficerPage): string {
  return speaker(commonMessages)(language)('optional');
}

function sure({ language }: OfficerPage, { name }: AgencyInfo, state: FormState): Html {
  const broken = state.issues.some(({ field }) => field === 'yakin');
  return html`<div class="field${broken && ' broken'}">${choice({ type: 'checkbox', name: 'yakin', idPrefix: 'close-', value: 'ya', label: say(language)('sure', { name }), checked: state.values.ticked('yakin') })}</div>`;
}

function changeText(
  { language }: OfficerPage,
  { what, agencyName: name, to = '', units = 0, officers = 0, rules = 0 }: AgencyChangeInfo,
): string {
  const t = say(language);
  if (what === 'imported') return t('what.imported', { name, units, officers, rules });
  return t(`what.${what as 'merged'}`, { name, to });
}

function history(page: OfficerPage, changes: readonly AgencyChangeInfo[]): Html {
  const t = say(page.language);
  return html`<section class="card" aria-labelledby="riwayat"><h2 id="riwayat">${t('history')}</h2>${
    changes.length === 0
      ? html`<p>${t('noHistory')}</p>`
      : changeList(
          page,
          changes.map((change) => ({ ...change, what: changeText(page, change) })),
        )
  }</section>`;
}
