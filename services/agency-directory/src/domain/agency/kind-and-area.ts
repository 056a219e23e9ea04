import { invalid } from '@lapor/kernel';
import { isWithinArea } from '../areas/area-code.ts';
import { isBody } from './agency.ts';
import type { AgencyDetails, AgencyKind } from './agency.ts';

/** Another kind, or another area. */
export interface KindAndArea {
  readonly agencyId: string;
  readonly agencyKind: AgencyKind;
  /** Empty: that of the tier above. */
  readonly areaCode: string;
}

/** Kinds that become one another; whoever was something else is closed, or merged into what is entered in its place. */
const ALIKE: readonly (readonly AgencyKind[])[] = [
  ['regency', 'city'],
  ['ministry', 'body', 'authority'],
  ['unit', 'subunit'],
];
/** Known by their area: to them belongs what is filed there, and their files are found by it. */
const GOVERNMENTS: readonly AgencyKind[] = ['province', 'regency', 'city'];

const LEVELS: Readonly<Partial<Record<AgencyKind, RegExp>>> = {
  province: /^\d{2}$/,
  regency: /^\d{2}\.\d{2}$/,
  city: /^\d{2}\.\d{2}$/,
};

/** Known by its area, and not by a key that somebody gives it. */
export function isGovernment({ kind }: { readonly kind: AgencyKind }): boolean {
  return GOVERNMENTS.includes(kind);
}

/** An area of its kind has one government: whose is filed there, and whose files are brought in, must not be by chance. @throws AppError invalid */
export function checkGround(kind: AgencyKind, areaCode: string, tree: Pick<Tree, 'governing'>): void {
  if (!isGovernment({ kind })) return;
  if (LEVELS[kind]?.test(areaCode) !== true)
    throw invalid('areaCode', 'is that of a province, or of a regency or city, as its government is');
  if (tree.governing(areaCode).some((each) => each.active && isGovernment(each)))
    throw invalid('areaCode', 'has its government already');
}

/** What an agency of this kind may become, itself first. */
export function kindsAlike(kind: AgencyKind): readonly AgencyKind[] {
  const alike = ALIKE.find((kinds) => kinds.includes(kind)) ?? [];
  return [kind, ...alike.filter((each) => each !== kind)];
}

type Placed = AgencyDetails & { readonly agencyId: string };

interface Tree {
  find(agencyId: string): Placed | undefined;
  subtree(agencyId: string): readonly Placed[];
  /** Who is of exactly this area: its government, and authorities beside it. */
  governing(areaCode: string): readonly Placed[];
}

/** @throws AppError invalid (kind, areaCode) */
export function checkKindAndArea(agency: Placed, change: KindAndArea, tree: Tree): void {
  const area = areaAfter(change, tree);
  if (change.agencyKind === agency.kind && area === agency.areaCode)
    throw invalid('kind', 'is how it is already, and so is the area');
  if (!kindsAlike(agency.kind).includes(change.agencyKind))
    throw invalid('kind', `is one of ${kindsAlike(agency.kind).join(', ')}`);
  if (area === agency.areaCode) return;
  if (isGovernment(agency))
    throw invalid('areaCode', 'is what a government is known by: another area has one of its own');
  const body = isBody(agency) ? undefined : bodyOf(agency, tree);
  if (body !== undefined && body.areaCode !== '' && !liesIn(area, body.areaCode))
    throw invalid('areaCode', `lies in ${body.areaCode}`);
}

export function areaAfter(
  { agencyId, areaCode }: Pick<KindAndArea, 'agencyId' | 'areaCode'>,
  tree: Pick<Tree, 'find'>,
): string {
  if (areaCode !== '') return areaCode;
  return tree.find(tree.find(agencyId)?.parentId ?? '')?.areaCode ?? '';
}

/** Units of a body whose own area would lie outside of it: they go along. */
export function unitsOutside(change: KindAndArea, tree: Omit<Tree, 'governing'>): readonly Placed[] {
  const agency = tree.find(change.agencyId);
  if (agency === undefined || !isBody(agency)) return [];
  const area = areaAfter(change, tree);
  return tree
    .subtree(change.agencyId)
    .filter((unit) => unit.agencyId !== change.agencyId && unit.active && !liesIn(unit.areaCode, area));
}

/** Whether all of an area, or of the country where it is empty, lies in another one. */
export function liesIn(area: string, around: string): boolean {
  return around === '' || (area !== '' && isWithinArea(area, around));
}

function bodyOf({ path }: Placed, tree: Tree): Placed | undefined {
  return path
    .slice(0, -1)
    .map((id) => tree.find(id))
    .findLast((each) => each !== undefined && isBody(each));
}
