import { invalid } from '@lapor/kernel';
import type { AgencyDetails, AgencyKind } from './agency.ts';
import { asksFromAbove, isBody } from './agency.ts';
import { checkGround, checkKindAndArea } from './kind-and-area.ts';
import type { KindAndArea } from './kind-and-area.ts';

/** A change of the agency tree as an admin asks for it. */
export type TreeChange =
  | {
      readonly kind: 'register';
      readonly agencyId: string;
      readonly parentId: string;
      readonly name: string;
      readonly shortName: string;
      readonly agencyKind: AgencyKind;
      /** Empty: that of the parent. */
      readonly areaCode: string;
    }
  | { readonly kind: 'rename'; readonly agencyId: string; readonly name: string; readonly shortName: string }
  | { readonly kind: 'move'; readonly agencyId: string; readonly parentId: string }
  | ({ readonly kind: 'kind_and_area' } & KindAndArea)
  /** For cases it gets from then on. */
  | { readonly kind: 'four_eyes'; readonly agencyId: string; readonly wanted: boolean }
  | {
      readonly kind: 'close';
      readonly agencyId: string;
      /** Merged into it. Absent: the tier above decides on each case. */
      readonly successorId?: string;
      /** The officers go on in the successor. */
      readonly keepOfficers: boolean;
      /** Where both bodies have an inspectorate: which of the two goes on, the other is merged into it. */
      readonly inspectorateId?: string;
    };

/** Which of two has a protected case would be by chance. */
export const SECOND_INSPECTORATE_RULE = 'a body has one inspectorate, and this one has it already';

/** Nobody is asked by chance: what one of them has is handed on to the other. */
export const TWO_INSPECTORATES_RULE = 'says which of the two inspectorates goes on: both bodies have one';

type Placed = AgencyDetails & { readonly agencyId: string };

export interface Tree {
  find(agencyId: string): Placed | undefined;
  /** The agency, then all below it, each after the one above it. */
  subtree(agencyId: string): readonly Placed[];
  children(agencyId: string): readonly Placed[];
  /** Who is of exactly this area: its government, and authorities beside it. */
  governing(areaCode: string): readonly Placed[];
}

const LONGEST_NAME = 160;
const LONGEST_SHORT_NAME = 60;
/** Deeper than any government; a path is stored with each case. */
const DEEPEST = 12;

/**
 * Whether the change may be made as the tree is, by an officer of the agency `by`. Fields are named as the change names them.
 * @throws AppError invalid
 */
export function checkTreeChange(change: TreeChange, tree: Tree, by: string): void {
  switch (change.kind) {
    case 'register':
      return checkRegister(change, tree);
    case 'rename':
      changeable(change.agencyId, tree);
      return checkNames(change);
    case 'four_eyes':
      return checkFourEyes(change, tree, by);
    case 'move':
      return checkMove(change, tree);
    case 'kind_and_area':
      return checkKindAndArea(changeable(change.agencyId, tree), change, tree);
    case 'close':
      return checkClose(change, tree);
  }
}

function checkRegister(change: Extract<TreeChange, { kind: 'register' }>, tree: Tree): void {
  checkNames(change);
  const parent = activeAt('parentId', change.parentId, tree);
  checkPlace({ kind: change.agencyKind }, parent, 'kind');
  checkGround(change.agencyKind, change.areaCode, tree);
  if (change.agencyKind === 'inspectorate' && openInspectorates(parent.agencyId, tree).length > 0)
    throw invalid('kind', SECOND_INSPECTORATE_RULE);
  if (parent.path.length >= DEEPEST) throw invalid('parentId', `lies at most ${DEEPEST - 1} tiers deep`);
  if (tree.find(change.agencyId) !== undefined)
    throw invalid('key', 'is taken by another agency of the body');
}

/** What is so already may still be asked for from higher up. */
function checkFourEyes(
  { agencyId, wanted }: Extract<TreeChange, { kind: 'four_eyes' }>,
  tree: Tree,
  by: string,
): void {
  const agency = changeable(agencyId, tree);
  const { fourEyes = false } = agency;
  if (fourEyes === wanted && !(wanted && asksFromAbove(agency, by)))
    throw invalid('wanted', 'is how it is already');
}

function checkMove({ agencyId, parentId }: Extract<TreeChange, { kind: 'move' }>, tree: Tree): void {
  const agency = changeable(agencyId, tree);
  const parent = activeAt('parentId', parentId, tree);
  // Whoever inspects a body has read what nobody else in another body may.
  if (agency.kind === 'inspectorate') throw invalid('agencyId', 'is an inspectorate: it stays with its body');
  if (parent.path.includes(agencyId)) throw invalid('parentId', 'lies below the agency itself');
  if (agency.parentId === parentId) throw invalid('parentId', 'is where it lies already');
  checkPlace(agency, parent, 'parentId');
  const below = Math.max(...tree.subtree(agencyId).map(({ path }) => path.length - agency.path.length));
  if (parent.path.length + 1 + below > DEEPEST)
    throw invalid('parentId', `leaves the lowest tier at most ${DEEPEST} deep`);
}

function checkClose(change: Extract<TreeChange, { kind: 'close' }>, tree: Tree): void {
  const { agencyId, successorId, keepOfficers } = change;
  const agency = changeable(agencyId, tree);
  if (agency.kind === 'inspectorate') return checkCloseInspectorate(agency, successorId, keepOfficers, tree);
  const below = tree.children(agencyId).filter(({ active }) => active);
  if (successorId === undefined) {
    if (keepOfficers) throw invalid('keepOfficers', 'needs a successor to go on in');
    if (below.some(({ kind }) => kind === 'inspectorate'))
      throw invalid('agencyId', 'has an inspectorate: merge it into another body');
    const parent = activeAt('agencyId', agency.parentId, tree);
    for (const child of below) checkPlace(child, parent, 'agencyId');
    return;
  }
  const successor = activeAt('successorId', successorId, tree);
  if (successor.path.includes(agencyId)) throw invalid('successorId', 'lies below the agency itself');
  if (successor.kind === 'national' || successor.kind === 'inspectorate')
    throw invalid('successorId', 'is an agency that works on cases');
  for (const child of below) checkPlace(child, successor, 'successorId');
  checkInspectorates(change, tree);
}

/** A body has one: of two that a merger brings together somebody says which goes on. */
function checkInspectorates(
  { agencyId, successorId = '', inspectorateId }: Extract<TreeChange, { kind: 'close' }>,
  tree: Tree,
): void {
  const found = [agencyId, successorId].flatMap((id) => openInspectorates(id, tree));
  const asked = found.length > 1 && inspectorateId === undefined;
  if (asked) throw invalid('inspectorateId', TWO_INSPECTORATES_RULE);
  if (inspectorateId === undefined) return;
  const goesOn = found.find((each) => each.agencyId === inspectorateId);
  if (goesOn === undefined) throw invalid('inspectorateId', 'is the inspectorate of one of the two');
  // What the other had would go past it, to the body that is inspected.
  if (!goesOn.onboarded) throw invalid('inspectorateId', 'has officers who inspect');
}

function openInspectorates(bodyId: string, tree: Pick<Tree, 'children'>): readonly Placed[] {
  return tree.children(bodyId).filter(({ active, kind }) => active && kind === 'inspectorate');
}

/** What it holds goes to another inspectorate of the body, where there are two since a merger; else past the body, up. */
function checkCloseInspectorate(
  { agencyId, parentId }: Placed,
  successorId: string | undefined,
  keepOfficers: boolean,
  tree: Tree,
): void {
  if (successorId === undefined) {
    if (keepOfficers) throw invalid('keepOfficers', 'needs a successor to go on in');
    return;
  }
  const { kind, ...successor } = activeAt('successorId', successorId, tree);
  if (kind !== 'inspectorate' || successor.parentId !== parentId || successorId === agencyId)
    throw invalid('successorId', 'is another inspectorate of the same body');
}

/** What can be changed at all: the root is the country, and what is closed is past. */
function changeable(agencyId: string, tree: Tree): Placed {
  const agency = activeAt('agencyId', agencyId, tree);
  if (agency.kind === 'national') throw invalid('agencyId', 'is the root of the tree: it stays as it is');
  return agency;
}

function activeAt(field: string, agencyId: string, tree: Tree): Placed {
  const agency = tree.find(agencyId);
  if (agency === undefined) throw invalid(field, 'is a known agency');
  if (!agency.active) throw invalid(field, 'is an agency that is not closed');
  return agency;
}

/** What may lie below what. */
function checkPlace(agency: { readonly kind: AgencyKind }, parent: Placed, field: string): void {
  const { kind } = agency;
  if (kind === 'national') throw invalid(field, 'there is one root');
  if (isBody(agency)) {
    const right = parent.kind === 'national' || (parent.kind === 'province' && kind !== 'province');
    if (!right)
      throw invalid(
        field,
        'a body lies below the root, or a government of a province below that of the province',
      );
    return;
  }
  if (parent.kind === 'inspectorate') throw invalid(field, 'nothing lies below an inspectorate');
  if (kind === 'inspectorate' && !isBody(parent))
    throw invalid(field, 'an inspectorate lies directly below the body it inspects');
  if (parent.kind === 'national') throw invalid(field, 'a unit lies below a body');
}

function checkNames({ name, shortName }: { readonly name: string; readonly shortName: string }): void {
  if (name === '' || name.length > LONGEST_NAME) throw invalid('name', `has 1 to ${LONGEST_NAME} characters`);
  if (shortName.length > LONGEST_SHORT_NAME)
    throw invalid('shortName', `has at most ${LONGEST_SHORT_NAME} characters`);
}

/** Where an agency is to lie: all that a move changes of it. */
export interface NewPlace {
  readonly agencyId: string;
  readonly parentId: string;
  readonly path: readonly string[];
}

/**
 * The agency and all below it in their new places, each after the one above it. Made anew from a tree in which some have moved
 * already it says the same: so a move that was cut off is gone on with.
 */
export function placesAfterMove(agencyId: string, parent: Placed, tree: Tree): readonly NewPlace[] {
  const paths = new Map<string, readonly string[]>();
  return tree.subtree(agencyId).map((agency) => {
    const above = agency.agencyId === agencyId ? parent.path : (paths.get(agency.parentId) ?? parent.path);
    const path = [...above, agency.agencyId];
    paths.set(agency.agencyId, path);
    return { agencyId: agency.agencyId, parentId: above.at(-1) ?? '', path };
  });
}
