import type { Caller } from '@lapor/contracts/common/v1/common';
import { agencyIdFor, AppError, invalid, newId, toAppError } from '@lapor/kernel';
import { requireInspectorateManager, requireManager, requireNationalAdmin } from '../access.ts';
import { TREE } from '../stores/agency-change-store.ts';
import type { PendingChange } from '../stores/agency-change-store.ts';
import { actorOf } from '../commands.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { isAskedAbove, isBody } from '../domain/agency/agency.ts';
import { checkTreeChange } from '../domain/agency/tree-change.ts';
import type { GovernmentImported } from '../domain/agency/agency-change.ts';
import type { TreeChange } from '../domain/agency/tree-change.ts';
import { SECOND_EYES_RULE } from '../domain/officer/second-eyes.ts';
import type { ReasonRef } from '../domain/reason-ref.ts';
import type { DirectoryParts } from '../parts.ts';
import { makeTreeChange } from './make-tree-change.ts';
import { digest, keepReason } from './change-with-reason.ts';
import { agencyOf, officeAt } from './manage-officers.ts';
import { refreshDirectory } from './refresh-directory.ts';
import { releasersOf } from './releasers.ts';
import { tellInspectors } from './tell-inspectors.ts';

/** Whose words reasons are kept under. */
export const TREE_SUBJECT = 'agency-tree';
/** Others change the tree too; more often than this in a row is not by chance. */
const TRIES = 20;
const UNIT_KEY = /^[a-z0-9](?:[a-z0-9.-]{0,46}[a-z0-9])?$/;

export interface TreeOrder {
  readonly change: TreeChange;
  readonly reason: string;
  /** The same id asks for the same change again. Empty: a new one. */
  readonly commandId: string;
}

/**
 * Changes the agency tree: decided in sight of all changes before it, written down as the next one, then made agency by agency. A
 * process that dies in between leaves a change that the next look goes on with.
 * @throws AppError unauthenticated, forbidden, not_found, invalid, conflict, unprocessable
 */
export async function changeTree(
  parts: DirectoryParts,
  caller: Caller,
  { change, reason, commandId }: TreeOrder,
): Promise<AgencyRecord> {
  const changeId = commandId === '' ? newId() : digest(`${caller.officerId}:${commandId}`).slice(0, 32);
  const bodyHash = digest({ change, reason });
  await inTurn(parts, async (begin) => {
    await refreshDirectory(parts);
    requireMayChange(parts, caller, change);
    const made = await parts.agencyChanges.find(changeId);
    // Done before: refuses the id with another content.
    if (made !== undefined) {
      await record(parts, { ...made.state, changeId, bodyHash, actor: actorOf(caller) });
      return true;
    }
    checkTreeChange(change, parts.view, caller.agencyId);
    await requireSecondEyes(parts, change);
    const because = await keepReason(parts, TREE_SUBJECT, changeId, reason);
    for (const id of concernedInspectorates(parts, change))
      await tellInspectors(parts, caller, id, 'inspectorate_changed', changeId);
    return begin({ ...describe(parts, change, because), changeId, bodyHash, actor: actorOf(caller) });
  });
  return agencyOf(parts, change.agencyId);
}

/**
 * Writes an import of a government down, before it is made: with it stands why its units, officers and rows are as they are from then on.
 * @returns where the reason is kept
 * @throws AppError invalid (reason), conflict
 */
export async function recordImport(
  parts: DirectoryParts,
  caller: Caller,
  body: Pick<AgencyRecord, 'agencyId' | 'name' | 'path'>,
  counts: Pick<GovernmentImported, 'units' | 'officers' | 'rules'>,
  reason: string,
): Promise<ReasonRef> {
  const changeId = newId();
  const change = { kind: 'import', agencyId: body.agencyId, ...counts } as const;
  const because = await keepReason(parts, TREE_SUBJECT, changeId, reason);
  const about = { change, nameBefore: body.name, concerns: [...body.path], reason: because };
  await inTurn(parts, (begin) =>
    begin({ ...about, changeId, bodyHash: digest({ change, reason }), actor: actorOf(caller) }),
  );
  return because;
}

/** Begins a change and makes it, unless another one was begun since one looked. @returns whether it is made */
type Begin = (order: Omit<PendingChange, 'number'>) => Promise<boolean>;

/** Decides in sight of all changes before it: what somebody has begun is made first, and whoever was overtaken decides again. */
async function inTurn(parts: DirectoryParts, decide: (begin: Begin) => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { version, pending } = await parts.tree.read(TREE);
    if (pending !== undefined) {
      await finishOthers(parts, pending);
      continue;
    }
    const done = await decide(async (wanted) => {
      const order = { ...wanted, number: version + 1 };
      if (!(await parts.tree.begin(TREE, version, order))) return false;
      await finish(parts, order);
      return true;
    });
    if (done) return;
  }
  throw new AppError('conflict', 'others change the tree at this moment; try again');
}

/** Goes on with the change that somebody began, if there is one. */
export async function finishTreeChange(parts: DirectoryParts): Promise<void> {
  const { pending } = await parts.tree.read(TREE);
  if (pending === undefined) return;
  await refreshDirectory(parts);
  await finishOthers(parts, pending);
}

/** That it is refused is told to whoever asked for it. */
async function finishOthers(parts: DirectoryParts, pending: PendingChange): Promise<void> {
  try {
    await finish(parts, pending);
  } catch (error) {
    if (toAppError(error).code !== 'invalid') throw error;
  }
}

/** Every step may have been done before, here or by another replica. @throws AppError invalid for what cannot be made any more */
async function finish(parts: DirectoryParts, pending: PendingChange): Promise<void> {
  try {
    await makeTreeChange(parts, pending);
  } catch (error) {
    if (toAppError(error).code === 'invalid') await parts.tree.end(TREE, pending.changeId);
    throw error;
  }
  await record(parts, pending);
  await parts.tree.end(TREE, pending.changeId);
  await parts.announce();
}

async function record(parts: DirectoryParts, pending: PendingChange): Promise<void> {
  const { changeId, bodyHash, actor, change, nameBefore, before, concerns, reason, number } = pending;
  const data = { change, nameBefore, concerns, reason, number, ...(before === undefined ? {} : { before }) };
  await parts.agencyChanges.execute(
    { aggregateId: changeId, commandId: changeId, bodyHash, actor },
    (state) => (state === undefined ? [{ type: 'AgencyTreeChanged', data }] : []),
  );
}

/** Whose inspectors are told of it before it is made: that are changed themselves, or may be closed with their body. */
function concernedInspectorates({ view }: DirectoryParts, change: TreeChange): readonly string[] {
  const ends = [change.agencyId, 'successorId' in change ? (change.successorId ?? '') : ''];
  if (change.kind !== 'close' || change.inspectorateId === undefined) return ends;
  return [...ends, ...ends.flatMap((id) => view.children(id).map(({ agencyId }) => agencyId))];
}

function describe({ view }: DirectoryParts, change: TreeChange, reason: ReasonRef) {
  const before = view.find(change.agencyId);
  const ends = [change.agencyId, ...('parentId' in change ? [change.parentId] : [])];
  if (change.kind === 'close' && change.successorId !== undefined) ends.push(change.successorId);
  const concerns = new Set(ends.flatMap((id) => view.find(id)?.path ?? [id]));
  const about = { change, nameBefore: before?.name ?? '', concerns: [...concerns], reason };
  if (change.kind !== 'kind_and_area' || before === undefined) return about;
  return { ...about, before: { kind: before.kind, areaCode: before.areaCode } };
}

/** What an agency has done to it, and does not do to itself. */
const FROM_ABOVE: ReadonlySet<TreeChange['kind']> = new Set(['move', 'close', 'kind_and_area']);

/**
 * Nobody moves an agency out of or into a part of the tree that is not theirs, nor ends the agency they serve: that is for the tier
 * above. Bodies are the nation's.
 */
export function requireMayChange({ view }: DirectoryParts, caller: Caller, change: TreeChange): void {
  const at = (agencyId: string) => {
    const agency = view.find(agencyId);
    // Whoever may not know their way about here learns nothing of what there is.
    if (agency === undefined) requireNationalAdmin(caller);
    return agency;
  };
  const agency = change.kind === 'register' ? undefined : at(change.agencyId);
  if (change.kind === 'four_eyes' && !change.wanted && agency && isAskedAbove(agency, caller.agencyPath))
    throw new AppError('forbidden', 'a tier above asked for four eyes: they are ended there');
  const touched = [
    change.kind === 'rename' || change.kind === 'four_eyes' ? change.agencyId : '',
    FROM_ABOVE.has(change.kind) ? (agency?.parentId ?? '') : '',
    'parentId' in change ? change.parentId : '',
    'successorId' in change ? (change.successorId ?? '') : '',
  ];
  for (const each of touched.filter((id) => id !== '').map(at)) {
    if (each === undefined) continue;
    if (each.kind === 'inspectorate') requireInspectorateManager(caller, officeAt({ view }, each));
    else requireManager(caller, each);
  }
  requireMayMakeInspectorate(view, caller, change, agency);
  const body =
    agency === undefined ? change.kind === 'register' && isBody({ kind: change.agencyKind }) : isBody(agency);
  if (body && change.kind !== 'rename' && change.kind !== 'four_eyes') requireNationalAdmin(caller);
}

/** To make one, to end one, or to say what it is, is for the tiers above the body that it inspects. */
function requireMayMakeInspectorate(
  view: DirectoryParts['view'],
  caller: Caller,
  change: TreeChange,
  agency: AgencyRecord | undefined,
): void {
  const made = change.kind === 'register' && change.agencyKind === 'inspectorate';
  const ended =
    (change.kind === 'close' || change.kind === 'kind_and_area') && agency?.kind === 'inspectorate';
  const body = view.find(made ? change.parentId : ended ? agency.parentId : '');
  if (body !== undefined) requireInspectorateManager(caller, officeAt({ view }, body));
}

/** @throws AppError invalid (wanted) */
async function requireSecondEyes(parts: DirectoryParts, change: TreeChange): Promise<void> {
  if (change.kind !== 'four_eyes' || !change.wanted) return;
  if ((await releasersOf(parts, change.agencyId)).length === 0) throw invalid('wanted', SECOND_EYES_RULE);
}

/**
 * The id that an import of the same unit would give it, where the body is known by its area; elsewhere one of the body's own.
 * @throws AppError invalid (key)
 */
export function idOfNewAgency({ view }: DirectoryParts, parentId: string, kind: string, key: string): string {
  if (!UNIT_KEY.test(key)) throw invalid('key', 'has up to 48 lower-case letters, digits, dots and dashes');
  if (isBody({ kind: kind as never })) return agencyIdFor(key);
  const body = (view.find(parentId)?.path ?? [])
    .map((id) => view.find(id))
    .findLast((each) => each !== undefined && isBody(each));
  const byArea = body !== undefined && agencyIdFor(body.areaCode) === body.agencyId;
  return agencyIdFor(`${byArea ? body.areaCode : (body?.agencyId ?? parentId)}/${key}`);
}
