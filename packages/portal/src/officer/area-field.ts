import type { AreaInfo } from '../directory-types.ts';
import { inputField } from '../shell/form-fields.ts';
import type { FieldOptions } from '../shell/form-fields.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import type { OfficerPage } from './officer-session.ts';

/** More than these make a page heavy, and are not what anybody chooses among. */
const MOST_OFFERED = 600;
const LIST_ID = 'pilihan-wilayah';
/** A name is typed until its code is chosen. */
const LONGEST = 60;

/** The area that the admin's agency answers for, and what lies in it. */
export async function areasToChoose({ api, session }: OfficerPage): Promise<readonly AreaInfo[]> {
  const { areaCode } = await api.agency(session.officer.agencyId);
  const below = await api.areaChildren(areaCode, MOST_OFFERED);
  return areaCode === undefined ? below : [await api.area(areaCode), ...below];
}

/** As `areasToChoose`, for any officer: of a unit without an area of its own what lies in that of the nearest tier above it. */
export async function areasAround({ api, session }: OfficerPage): Promise<readonly AreaInfo[]> {
  const { path } = await api.agency(session.officer.agencyId);
  for (const id of path.toReversed()) {
    const { areaCode } = await api.agency(id);
    if (areaCode !== undefined)
      return [await api.area(areaCode), ...(await api.areaChildren(areaCode, MOST_OFFERED))];
  }
  return api.areaChildren(undefined, MOST_OFFERED);
}

/** All that may have a calendar: the nation's provinces, regencies and cities, or those around the admin's own. */
export async function areasWithCalendar({ api, session }: OfficerPage): Promise<readonly AreaInfo[]> {
  const { areaCode } = await api.agency(session.officer.agencyId);
  if (areaCode === undefined) return api.areaChildren(undefined, MOST_OFFERED);
  const province = areaCode.slice(0, 2);
  const [own, below] = await Promise.all([api.area(province), api.areaChildren(province)]);
  return [own, ...below];
}

/** Once on a page; what `areaField` offers. By its name or its code the browser finds an area, and enters the code. */
export function areaChoices(areas: readonly AreaInfo[]): Html {
  return html`<datalist id="${LIST_ID}">${areas.map(({ code, fullName }) => html`<option value="${code}">${fullName}</option>`)}</datalist>`;
}

/**
 * What was typed as a code: 2171 and 21,71 are 21.71, and a name is the code of the one area among these that is called so, or, where
 * it only says what to look at, that it can mean. Anything else stays as it is, and is refused as no code.
 */
export function codeTyped(
  typed: string,
  areas: readonly AreaInfo[],
  { partly = false }: { readonly partly?: boolean } = {},
): string {
  const code = typed.trim().replace(/^(\d{2})[.,]?(\d{2})$/, '$1.$2');
  if (/^[\d.]*$/.test(code)) return code;
  const wanted = code.toLowerCase();
  const called = areas.filter(({ name, fullName }) =>
    [name, fullName].some((each) => each.toLowerCase() === wanted),
  );
  const alike = () => areas.filter(({ name }) => name.toLowerCase().includes(wanted));
  const [only, another] = called.length > 0 || !partly ? called : alike();
  return only === undefined || another !== undefined ? code : only.code;
}

/** The code of an area: typed, or chosen by its name. */
export function areaField(field: Omit<FieldOptions, 'name'> & { readonly name?: string }): Html {
  return inputField({
    name: 'wilayah',
    ...field,
    maxLength: LONGEST,
    autocomplete: 'off',
    data: { list: LIST_ID },
  });
}
