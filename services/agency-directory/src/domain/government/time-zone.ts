/** Provinces on Central and Eastern Indonesian time (Keppres 41/1987, provinces split since go with their parents). */
const CENTRAL: ReadonlySet<string> = new Set('51 52 53 63 64 65 71 72 73 74 75 76'.split(' '));
const EASTERN: ReadonlySet<string> = new Set('81 82 91 92 93 94 95 96'.split(' '));

export type IndonesianTimeZone = 'Asia/Jakarta' | 'Asia/Makassar' | 'Asia/Jayapura';

/** Where a day begins first. */
export const FIRST_ZONE: IndonesianTimeZone = 'Asia/Jayapura';

/** The zone of an area, by its province. Without an area: the capital's. */
export function timeZoneOf(areaCode: string): IndonesianTimeZone {
  const province = areaCode.slice(0, 2);
  if (EASTERN.has(province)) return 'Asia/Jayapura';
  return CENTRAL.has(province) ? 'Asia/Makassar' : 'Asia/Jakarta';
}
