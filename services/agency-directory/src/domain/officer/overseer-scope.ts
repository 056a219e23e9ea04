import type { OverseerScope } from './officer.ts';

export function sameScope(a: OverseerScope = {}, b: OverseerScope = {}): boolean {
  return a.agencyId === b.agencyId && a.areaCode === b.areaCode;
}

/** Whether a case of this area, held by an agency of this path, is looked over. Without a scope everything is. */
export function looksOver(
  { agencyId, areaCode }: OverseerScope = {},
  caseArea: string,
  holderPath: readonly string[],
): boolean {
  const isThere = areaCode === undefined || caseArea === areaCode || caseArea.startsWith(`${areaCode}.`);
  return isThere && (agencyId === undefined || holderPath.includes(agencyId));
}
