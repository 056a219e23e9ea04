import { mayBePublic, type CaseState } from '../case.ts';

/** "21.71" is a regency or a city, "21.71.01" a district, "21.71.01.1001" a village. */
const REGENCY = 5;
const DISTRICT = 8;
const VILLAGE = 13;

type Placed = Pick<CaseState, 'areaCode' | 'categoryCode' | 'holder' | 'protected' | 'secret' | 'sameAs'>;

/** How near two places are, as far as their codes tell. */
export type Closeness = 'village' | 'district' | 'regency' | 'elsewhere';

export function closenessOf(one: string, other: string): Closeness {
  const alike = (length: number) => one.length >= length && one.slice(0, length) === other.slice(0, length);
  if (alike(VILLAGE)) return 'village';
  if (alike(DISTRICT)) return 'district';
  return alike(REGENCY) ? 'regency' : 'elsewhere';
}

/** Under which names a case is looked up by those beside it. A protected one only where it is held. */
export function neighbourhoodsOf(state: Placed): readonly string[] {
  const told = state.sameAs === undefined ? [] : [tellingTheSameAs(state.sameAs)];
  if (state.protected) return [hiddenAt(state.holder.id), ...told];
  const { areaCode, categoryCode } = state;
  const open = mayBePublic(state) && categoryCode !== '' && isExact(areaCode);
  return [...placesOf(state), ...(open ? [publicNeighbourhood(areaCode, categoryCode)] : []), ...told];
}

/** Where to look for what may be about the same matter. */
export function searchedAround(state: Placed & Pick<CaseState, 'id'>): readonly string[] {
  return [...(state.protected ? [hiddenAt(state.holder.id)] : aroundOf(state)), tellingTheSameAs(state.id)];
}

/** What anybody may look through: one category in one district. Never by what a text says, which could be guessed word by word. */
export function publicNeighbourhood(areaCode: string, categoryCode: string): string {
  return `public:${areaCode.slice(0, DISTRICT)}:${categoryCode}`;
}

/** Where anybody looks: without a category at the whole district, of which then only what is public of each category is shown. */
export function publicAround(areaCode: string, categoryCode: string): string {
  return categoryCode === '' ? district(areaCode) : publicNeighbourhood(areaCode, categoryCode);
}

/** Its district and its regency, or that no more than the regency is known. Without a place it is near whoever has it. */
function placesOf({ areaCode, holder }: Placed): readonly string[] {
  if (areaCode.length < REGENCY) return [`holder:${holder.id}`];
  const all = `regency:${areaCode.slice(0, REGENCY)}`;
  return [all, isExact(areaCode) ? district(areaCode) : vaguelyIn(areaCode)];
}

/** The district, and what may be in it as well; or the whole regency. */
function aroundOf({ areaCode, holder }: Placed): readonly string[] {
  if (areaCode.length < REGENCY) return [`holder:${holder.id}`];
  if (!isExact(areaCode)) return [`regency:${areaCode.slice(0, REGENCY)}`];
  return [district(areaCode), vaguelyIn(areaCode)];
}

function isExact(areaCode: string): boolean {
  return areaCode.length >= DISTRICT;
}

function district(areaCode: string): string {
  return `district:${areaCode.slice(0, DISTRICT)}`;
}

function vaguelyIn(areaCode: string): string {
  return `vaguely:${areaCode.slice(0, REGENCY)}`;
}

function hiddenAt(holderId: string): string {
  return `protected:${holderId}`;
}

function tellingTheSameAs(caseId: string): string {
  return `same:${caseId}`;
}
