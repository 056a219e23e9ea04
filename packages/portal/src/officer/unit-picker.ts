import type { AgencyInfo } from '../directory-types.ts';
import { AGENCY_ID } from '../citizen/agency-picker.ts';
import { commandMessages } from '../messages/command-messages.ts';
import { choice, inputField, optionsOf, selectField } from '../shell/form-fields.ts';
import type { FormState } from '../shell/form-values.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';
import type { OfficerPage } from './officer-session.ts';

const say = speaker(commandMessages);
/** More than these nobody finds in a list: then they are searched. */
const MOST_LISTED = 300;
const MOST_FOUND = 10;

/** The units below an officer's agency that have officers, under the agency itself with `ownToo`; undefined when too many to list. */
export async function unitsBelow(
  page: OfficerPage,
  ownToo = false,
): Promise<readonly AgencyInfo[] | undefined> {
  const { agencyId } = page.session.officer;
  const [units, own] = await Promise.all([
    page.api.agencies({
      parentId: agencyId,
      subtree: true,
      onboardedOnly: true,
      limit: MOST_LISTED + 1,
    }),
    ownToo ? page.api.agency(agencyId) : undefined,
  ]);
  if (units.length > MOST_LISTED) return undefined;
  return inTreeOrder(own === undefined ? units : [own, ...units]);
}

/** The admin's agency and all below it, with officers or without; undefined when too many to list. */
export async function unitsToChoose({
  api,
  session,
}: OfficerPage): Promise<readonly AgencyInfo[] | undefined> {
  const { agencyId } = session.officer;
  const [own, below] = await Promise.all([
    api.agency(agencyId),
    api.agencies({ parentId: agencyId, subtree: true, limit: MOST_LISTED + 1 }),
  ]);
  return below.length > MOST_LISTED ? undefined : inTreeOrder([own, ...below]);
}

/** With this one too, where it is among none of them: one that has nobody any more is not in every list. */
export async function withUnit(
  { api }: Page,
  units: readonly AgencyInfo[] | undefined,
  id: string | undefined,
): Promise<readonly AgencyInfo[] | undefined> {
  if (units === undefined || id === undefined || !AGENCY_ID.test(id) || units.some((each) => each.id === id))
    return units;
  return inTreeOrder([...units, await api.agency(id)]);
}

/** Children under their parents, each level by name. */
function inTreeOrder(units: readonly AgencyInfo[]): readonly AgencyInfo[] {
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const key = ({ path }: AgencyInfo) => path.map((id) => names.get(id) ?? '').join('\u0001');
  return [...units].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function unitOptions(
  units: readonly AgencyInfo[],
  first: string,
): readonly { readonly value: string; readonly label: string }[] {
  const ids = new Set(units.map(({ id }) => id));
  return [
    { value: '', label: first },
    ...units.map(({ id, name, path }) => {
      const depth = path.filter((each) => ids.has(each)).length - 1;
      return { value: id, label: `${'\u00A0\u00A0\u00A0'.repeat(Math.max(0, depth))}${name}` };
    }),
  ];
}

/** What a search in a form found; undefined when nothing was searched. */
export async function findUnits(
  page: Page,
  { values }: FormState,
): Promise<readonly AgencyInfo[] | undefined> {
  const text = values.text('unit_teks');
  if (text === undefined || values.text('unit') !== undefined) return undefined;
  return page.api.agencies({ text: text.slice(0, 100), limit: MOST_FOUND });
}

export interface UnitField {
  readonly idPrefix: string;
  readonly state: FormState;
  readonly label: string;
  readonly units: readonly AgencyInfo[] | undefined;
  readonly found: readonly AgencyInfo[] | undefined;
  readonly optional?: string | undefined;
  readonly hint?: string | undefined;
  /** Chosen from the start. */
  readonly chosen?: string | undefined;
}

/** A list where it is short enough, else a search that works by sending the form. */
export function unitField(page: Page, field: UnitField): Html {
  const t = say(page.language);
  const { idPrefix, state, label, units, found, optional, hint, chosen = '' } = field;
  const typed = state.values.typed('unit');
  if (units !== undefined)
    return selectField({
      name: 'unit',
      idPrefix,
      label,
      hint,
      optional,
      state,
      choices: optionsOf(unitOptions(units, t('choose')), typed === '' ? chosen : typed),
    });
  return html`<div class="row">
      ${inputField({
        name: 'unit_teks',
        idPrefix,
        label: `${label}: ${t('unitSearch')}`,
        hint,
        optional,
        state,
        issueNames: ['unit', 'unit_teks'],
        type: 'search',
        maxLength: 100,
        autocomplete: 'off',
        data: { 'data-suggest': 'agencies' },
      })}<button class="plain" name="langkah" value="cari-unit">${t('search')}</button>
    </div>
    ${found === undefined && html`<input type="hidden" name="unit" value="${state.values.typed('unit')}" />`}
    ${found?.length === 0 && html`<p class="note" role="status">${t('unitNone')}</p>`}
    ${
      found !== undefined &&
      found.length > 0 &&
      html`<fieldset class="found">
        <legend>${t('unitFound')}</legend>
        ${found.map(({ id, name }) =>
          choice({
            type: 'radio',
            name: 'unit',
            idPrefix,
            value: id,
            label: name,
            checked: found.length === 1,
          }),
        )}
      </fieldset>`
    }`;
}
