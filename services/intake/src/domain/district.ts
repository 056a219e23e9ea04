/** Districts are "21.71.01": deeper places are not for the public. */
const DISTRICT_CODE_LENGTH = 8;

export function districtOf(areaCode: string): string {
  return areaCode.slice(0, DISTRICT_CODE_LENGTH);
}
