/** What an overseer looks over: a part of the agency tree, a part of the country. */
export type OverseerScope = { readonly agencyId?: string; readonly areaCode?: string };

interface Standing {
  readonly active: boolean;
  readonly successorId?: string;
}

/** As it is today: whoever looked over an agency that was merged looks over the one it became, to the end of the chain. */
export function scopeNow(
  scope: OverseerScope | undefined,
  find: (agencyId: string) => Standing | undefined,
): OverseerScope {
  if (scope?.agencyId === undefined) return scope ?? {};
  const { active = true, successorId } = find(scope.agencyId) ?? {};
  return active || successorId === undefined ? scope : scopeNow({ ...scope, agencyId: successorId }, find);
}

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
