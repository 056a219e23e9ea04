/** What an overseer looks over: a part of the agency tree, a part of the country. */
export type OverseerScope = { readonly agencyId?: string; readonly areaCode?: string };

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
