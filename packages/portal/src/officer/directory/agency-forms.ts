import type { AgencyInfo } from '../../directory-types.ts';
import { agencyMessages } from '../../messages/agency-messages.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { choice, formStart, inputField, optionsOf, selectField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { speaker, wordIn } from '../../shell/speak.ts';
import { areaField } from '../area-field.ts';
import type { OfficerPage } from '../officer-session.ts';
import { previewButton } from '../preview-button.ts';
import { reasonField } from '../reason-field.ts';
import { unitField } from '../unit-picker.ts';
import { kindAndAreaPreview } from './agency-preview.ts';
import type { Action, AgencyParts } from './agency-parts.ts';

const say = speaker(agencyMessages);

const UNIT_KINDS = ['unit', 'subunit', 'inspectorate'];
const BODY_KINDS = ['ministry', 'body', 'authority', 'province', 'regency', 'city'];
/** What becomes one another; everything else stays what it is. */
const ALIKE = [
  ['regency', 'city'],
  ['ministry', 'body', 'authority'],
  ['unit', 'subunit'],
];
/** Their area is what they are known by. */
const GOVERNMENTS = ['province', 'regency', 'city'];
/** What is for a tier above to do. */
const FROM_ABOVE: readonly string[] = ['move', 'close', 'kind-and-area'];

/** What the directory would refuse anyhow is not offered: the root stays, and nobody ends or moves what they serve themselves. */
export function mayBe({ session }: OfficerPage, agency: AgencyInfo, action: Action | 'keys'): boolean {
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
  // Neither another kind nor another area is there for it.
  if (action === 'kind-and-area' && agency.kind === 'province') return false;
  if (!FROM_ABOVE.includes(action)) return true;
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

export function actionForm(page: OfficerPage, action: Action, parts: AgencyParts): Html {
  const t = say(page.language);
  const { agency, sent } = parts;
  const state = sent === action ? parts.state : freshForm;
  const prefix = `${action}-`;
  return html`<details class="fold"${attributes({ open: sent === action })}><summary>${t(named(action, agency, 'do'))}</summary><p>${t(named(action, agency, 'about'))}</p>
${formStart(page, { action: `/petugas/instansi/${agency.id}`, state })}<input type="hidden" name="tindakan" value="${action}">
${FIELDS[action](page, parts, state)}
${reasonField(page, { state, idPrefix: prefix, hint: t('reasonHint') })}
${action === 'close' && sure(page, agency, state)}${action === 'kind-and-area' && sent === action && parts.preview !== undefined && kindAndAreaPreview(page, parts, parts.preview)}
<p class="actions">${action === 'kind-and-area' && previewButton(`/petugas/instansi/${agency.id}`, t('preview'), true)}<button class="button${action === 'close' && ' bad'}">${t(action === 'close' ? 'sendClose' : 'send')}</button></p></form></details>`;
}

/** Four eyes are switched on or off: the same form, in other words. */
function named<Part extends 'do' | 'about'>(action: Action, { fourEyes }: AgencyInfo, part: Part) {
  return action === 'four-eyes' && fourEyes ? (`${part}.two-eyes` as const) : (`${part}.${action}` as const);
}

type Fields = (page: OfficerPage, parts: AgencyParts, state: FormState) => Html;

const FIELDS: Readonly<Record<Action, Fields>> = {
  register(page, { agency }, state) {
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
${areaField({ idPrefix, label: t('area'), optional: optional(page), hint: t('areaHint'), state })}`;
  },
  rename(page, { agency }, state) {
    const t = say(page.language);
    const idPrefix = 'rename-';
    return html`${inputField({ name: 'nama', idPrefix, label: t('name'), state, value: agency.name, maxLength: 160, required: true, autocomplete: 'off' })}
${inputField({ name: 'singkat', idPrefix, label: t('shortName'), optional: optional(page), state, value: agency.shortName, maxLength: 60, autocomplete: 'off' })}`;
  },
  'kind-and-area'(page, { agency }, state) {
    const t = say(page.language);
    const idPrefix = 'kind-and-area-';
    const kinds = ALIKE.find((alike) => alike.includes(agency.kind)) ?? [agency.kind];
    const options = kinds.map((value) => ({
      value,
      label: wordIn(agencyMessages, page.language, 'kind.', value),
    }));
    const chosen = state.values.text('jenis') ?? agency.kind;
    const { areaCode: value = '' } = agency;
    return html`${selectField({ name: 'jenis', idPrefix, label: t('kind'), state, choices: optionsOf(options, chosen) })}
${
  GOVERNMENTS.includes(agency.kind)
    ? html`<input type="hidden" name="wilayah" value="${value}">`
    : areaField({ idPrefix, label: t('area'), optional: optional(page), hint: t('areaHint'), state, value })
}`;
  },
  // It says by its name what it will be.
  'four-eyes': (_page, { agency }) =>
    html`<input type="hidden" name="empat_mata" value="${agency.fourEyes ? 'tidak' : 'ya'}">`,
  'bind-eyes': () => html`<input type="hidden" name="empat_mata" value="ya">`,
  move: (page, parts, state) => target(page, 'move-', parts, state),
  close(page, parts, state) {
    const t = say(page.language);
    return html`${target(page, 'close-', parts, state)}${inspectorateChoice(page, parts, state)}
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

/** Asked where the body has an inspectorate: its successor may have one too. */
function inspectorateChoice(page: OfficerPage, { below }: AgencyParts, state: FormState): Html {
  const t = say(page.language);
  const own = below.find(({ kind, active }) => kind === 'inspectorate' && active);
  if (own === undefined) return html``;
  const options = [
    { value: '', label: t('inspectorateNone') },
    { value: 'ini', label: t('inspectorateOwn', { name: own.name }) },
    { value: 'penerus', label: t('inspectorateTheirs') },
  ];
  return selectField({
    name: 'inspektorat',
    idPrefix: 'close-',
    label: t('inspectorate'),
    hint: t('inspectorateHint'),
    state,
    choices: optionsOf(options, state.values.typed('inspektorat')),
  });
}

function optional({ language }: OfficerPage): string {
  return speaker(commonMessages)(language)('optional');
}

function sure({ language }: OfficerPage, { name }: AgencyInfo, state: FormState): Html {
  const broken = state.issues.some(({ field }) => field === 'yakin');
  return html`<div class="field${broken && ' broken'}">${choice({ type: 'checkbox', name: 'yakin', idPrefix: 'close-', value: 'ya', label: say(language)('sure', { name }), checked: state.values.ticked('yakin') })}</div>`;
}
