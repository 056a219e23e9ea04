import { invalid, stableId } from '@lapor/kernel';
import type { Command } from '@lapor/store';
import type { PendingChange } from '../stores/agency-change-store.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { enterAgency } from '../domain/agency/agency.ts';
import type { AgencyDetails } from '../domain/agency/agency.ts';
import { areaAfter } from '../domain/agency/kind-and-area.ts';
import { placesAfterMove } from '../domain/agency/tree-change.ts';
import type { TreeChange } from '../domain/agency/tree-change.ts';
import { revokeKey } from '../domain/agency-key/agency-key.ts';
import { rowsAfterClosing } from '../domain/competence/rows-after-closing.ts';
import { localDay } from '../domain/competence/competence-tables.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import { deactivate, handOver } from '../domain/officer/decide-officer.ts';
import { SECOND_EYES_RULE } from '../domain/officer/second-eyes.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Rule, RuleAuthor } from '../rules/rule-book.ts';
import { mapInParallel } from '../work-pool.ts';
import { askFourEyes } from './ask-four-eyes.ts';
import { officeAt } from './manage-officers.ts';
import { outsideOfArea } from './outside-of-area.ts';
import { settleStaffing } from './staffing.ts';

const WIDTH = 64;
const BATCH = 200;

type Making = { readonly parts: DirectoryParts; readonly pending: PendingChange };
type Closing = Extract<TreeChange, { kind: 'close' }>;

/** Makes a change that has been decided. Each step knows whether it was done, so it is safe to make it again from the start. */
export async function makeTreeChange(parts: DirectoryParts, pending: PendingChange): Promise<void> {
  const making = { parts, pending };
  const { change } = pending;
  switch (change.kind) {
    case 'register':
      return register(making, change);
    case 'rename':
      return setAgency(making, change.agencyId, ({ name: _name, shortName: _short, ...rest }) => ({
        ...rest,
        name: change.name,
        shortName: change.shortName,
        arranged: true,
      }));
    case 'four_eyes':
      return change.wanted
        ? askForEyes(making, change.agencyId)
        : setAgency(making, change.agencyId, ({ fourEyes: _before, fourEyesBy: _by, ...rest }) => rest);
    case 'move':
      return move(making, change.agencyId, change.parentId);
    case 'kind_and_area':
      return setKindAndArea(making, change);
    case 'close':
      return close(making, change);
    case 'import':
      // Only written down here: the files are with whoever brought them in, and finish what was cut off.
      return;
  }
}

async function register(making: Making, change: Extract<TreeChange, { kind: 'register' }>): Promise<void> {
  const { parts, pending } = making;
  const { agencyId, parentId, name, shortName, agencyKind: kind } = change;
  const parent = parts.view.find(parentId);
  const areaCode = change.areaCode === '' ? (parent?.areaCode ?? '') : change.areaCode;
  const details: AgencyDetails = {
    name,
    shortName,
    kind,
    parentId,
    path: [...(parent?.path ?? []), agencyId],
    areaCode,
    timeZone: areaCode === '' ? (parent?.timeZone ?? timeZoneOf('')) : timeZoneOf(areaCode),
    active: true,
    onboarded: false,
    arranged: true,
  };
  const { state } = await parts.agencies.execute(commandFor(pending, agencyId), (before) =>
    before === undefined ? enterAgency(before, details) : [],
  );
  parts.view.put({ agencyId, ...state });
}

async function move(making: Making, agencyId: string, parentId: string): Promise<void> {
  const { view } = making.parts;
  const parent = view.find(parentId);
  if (parent === undefined) return;
  await mapInParallel(placesAfterMove(agencyId, parent, view), WIDTH, (place) =>
    setAgency(making, place.agencyId, (agency) => ({
      ...agency,
      parentId: place.parentId,
      path: place.path,
      ...(place.agencyId === agencyId ? { arranged: true } : {}),
    })),
  );
}

/** Rows of a body that lie outside of its area from then on have ended, and its units do not lie there any more. */
async function setKindAndArea(
  making: Making,
  change: Extract<TreeChange, { kind: 'kind_and_area' }>,
): Promise<void> {
  const { parts } = making;
  const { agencyId, agencyKind: kind } = change;
  const { rows, units } = outsideOfArea(parts, change);
  const areaCode = areaAfter(change, parts.view);
  const timeZone = timeZoneOf(areaCode);
  await parts.rules.put(rows, authorOf(making));
  await mapInParallel(units, WIDTH, (unit) =>
    setAgency(making, unit.agencyId, (before) => ({ ...before, areaCode, timeZone })),
  );
  await setAgency(making, agencyId, (before) => ({ ...before, kind, areaCode, timeZone, arranged: true }));
}

/** The body first, then of two inspectorates that lie below its successor now the one that does not go on. */
async function close(making: Making, change: Closing): Promise<void> {
  const { inspectorateId, successorId = '', keepOfficers } = change;
  await closeOne(making, change);
  if (inspectorateId === undefined) return;
  const others = making.parts.view.children(successorId).filter(
    (each) =>
      each.kind === 'inspectorate' &&
      each.agencyId !== inspectorateId &&
      // Once more, where somebody was cut off in the middle of it.
      (each.active || each.successorId === inspectorateId),
  );
  // It was touched already, when it was moved along with its body.
  const { parts, pending } = making;
  const again = { parts, pending: { ...pending, changeId: `${pending.changeId}:inspectorate` } };
  for (const { agencyId } of others)
    await closeOne(again, { kind: 'close', agencyId, successorId: inspectorateId, keepOfficers });
}

async function closeOne(making: Making, change: Closing): Promise<void> {
  const { parts } = making;
  const { agencyId, successorId } = change;
  const agency = parts.view.find(agencyId);
  if (agency === undefined) return;
  const heir = successorId ?? agency.parentId;
  for (const child of parts.view.children(agencyId).filter(({ active }) => active))
    await move(making, child.agencyId, heir);
  await passOnRows(making, agency, successorId);
  const end = { active: false, ...(successorId === undefined ? {} : { successorId }) };
  await setAgency(making, agencyId, (before) => ({ ...before, ...end, arranged: true }));
  await passOnOfficers(making, change);
  await revokeKeys(making, agencyId);
}

async function passOnRows(making: Making, agency: AgencyRecord, heirId?: string): Promise<void> {
  const { parts, pending } = making;
  const heir = heirId === undefined ? undefined : parts.view.find(heirId);
  const bodyId = heir && (officeAt(parts, heir).body?.agencyId ?? heir.agencyId);
  const rows = parts.rules.ofAgency(agency.agencyId);
  const { heirs, ended } = rowsAfterClosing<Rule>(
    rows,
    localDay(parts.clock.now(), agency.timeZone),
    heir &&
      (({ id }) => ({ id: stableId('competence', id, pending.changeId), agencyId: heir.agencyId, bodyId })),
  );
  await parts.rules.put(heirs, authorOf(making));
  await parts.rules.put(ended, authorOf(making));
}

function authorOf({ pending: { actor, changeId, bodyHash, reason } }: Making): RuleAuthor {
  return { actor, commandId: `tree:${changeId}`, bodyHash, reason };
}

/** Whoever cannot go on has no way in any more: what is theirs is with their successors. */
async function passOnOfficers(
  making: Making,
  { agencyId, successorId, keepOfficers }: Closing,
): Promise<void> {
  const { parts, pending } = making;
  const keep = keepOfficers && successorId !== undefined;
  for (;;) {
    const found = await parts.officers.query({ 'state.agencyId': agencyId }, { limit: BATCH * 10 });
    const left = found.filter(({ state }) => state.status !== 'deactivated');
    const gone = await mapInParallel(left, WIDTH, async ({ id, state: { credentialId } }) => {
      const command = commandFor(pending, id);
      if (keep) {
        const moved = await parts.officers.execute(command, (state) =>
          handOver(state, successorId, pending.reason),
        );
        parts.sessions.refresh(id);
        return !moved.replayed;
      }
      const ended = await parts.officers.execute(command, (state) => deactivate(state, pending));
      await parts.sessions.endAllOf(id);
      await parts.credentials.remove(credentialId);
      return !ended.replayed;
    });
    if (!gone.includes(true)) break;
  }
  if (keep) await settleStaffing(parts, pending.actor, successorId);
}

async function revokeKeys({ parts, pending }: Making, agencyId: string): Promise<void> {
  const keys = await parts.agencyKeys.query({ 'state.agencyId': agencyId }, { limit: BATCH });
  const live = keys.filter(({ state }) => !state.revoked);
  await mapInParallel(live, WIDTH, ({ id }) =>
    parts.agencyKeys.execute(commandFor(pending, id), (state) => revokeKey(state, pending.reason)),
  );
  if (live.length > 0) await parts.keysChanged();
}

async function setAgency(
  { parts, pending }: Making,
  agencyId: string,
  change: (agency: AgencyDetails) => AgencyDetails,
): Promise<void> {
  const { state } = await parts.agencies.execute(commandFor(pending, agencyId), (before) =>
    before === undefined ? [] : enterAgency(before, { ...change(before) }),
  );
  parts.view.put({ agencyId, ...state });
}

/** @throws AppError invalid (wanted) where whoever releases has gone since it was decided */
async function askForEyes({ parts, pending }: Making, agencyId: string): Promise<void> {
  const { commandId: changeId, bodyHash, actor } = commandFor(pending, agencyId);
  const { agencyId: fourEyesBy } = actor;
  await askFourEyes(parts, { agencyId, fourEyesBy, changeId, bodyHash, actor }, () => {
    throw invalid('wanted', SECOND_EYES_RULE);
  });
}

/** One change touches each thing once. */
function commandFor({ changeId, bodyHash, actor }: PendingChange, aggregateId: string): Command {
  return { aggregateId, commandId: `tree:${changeId}`, bodyHash, actor };
}
