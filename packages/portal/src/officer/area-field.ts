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

/** Once on a page; what `areaField` offers. By its name or its code the browser finds an area, and enters the code. */
export function areaChoices(areas: readonly AreaInfo[]): Html {
  return html`<datalist id="${LIST_ID}">${areas.map(({ code, fullName }) => html`<option value="${code}">${fullName}</option>`)}</datalist>`;
}

/** The code of an area: typed, or chosen by its name. */
export function areaField(field: Omit<FieldOptions, 'name'>): Html {
  return inputField({
    name: 'wilayah',
    ...field,
    maxLength: LONGEST,
    autocomplete: 'off',
    data: { list: LIST_ID },
  });
}
