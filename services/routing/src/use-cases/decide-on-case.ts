import { AppError } from '@lapor/kernel';
import type { Loaded, Outcome } from '@lapor/store';
import { storedActor } from '../callers.ts';
import { type CaseRecord, toRecord } from '../case-record.ts';
import { type RoutingState } from '../case-store.ts';
import { type Actor, type Agencies, withHeirs } from '../domain/agency.ts';
import type { CaseState } from '../domain/case.ts';
import type { CaseCommand, DecisionContext } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { agenciesNeeded, calendarsNeeded, inspectedBodies } from '../domain/needs.ts';
import { isTurn } from '../domain/turns.ts';
import type { RoutingParts } from '../parts.ts';

/** Brings together what a decision looks at. */
export async function contextFor(
  parts: RoutingParts,
  state: CaseState | undefined,
  command: CaseCommand,
  actor: Actor,
): Promise<DecisionContext> {
  const agencies = await agenciesWithHeirs(parts.directory, agenciesNeeded(state, command));
  const inspectorates = await parts.directory.inspectorates(inspectedBodies(state, command, agencies));
  const calendars = await parts.directory.calendars([
    ...calendarsNeeded(state, command, agencies),
    ...inspectorates.map(({ calendar }) => calendar),
  ]);
  const policies = await parts.directory.policies();
  const now = parts.clock.now().getTime();
  return { now, policies, calendars, agencies, inspectorates, actor };
}

/** And whoever took over from those that were merged. */
async function agenciesWithHeirs(
  directory: RoutingParts['directory'],
  wanted: readonly string[],
): Promise<Agencies> {
  for (let ids = wanted; ;) {
    const agencies = await directory.agencies(ids);
    const all = withHeirs(ids, agencies);
    if (all.length === new Set(ids).size) return agencies;
    ids = all;
  }
}

export type Seen = Pick<Loaded<RoutingState>, 'version' | 'head'>;

export interface CaseOrder {
  readonly caseId: string;
  readonly commandId: string;
  readonly bodyHash: string;
  readonly actor: Actor;
  readonly expectedVersion?: number;
  readonly command: CaseCommand;
  /** Tried and refused, so its words were not kept: it may be answered from memory, but never take effect. */
  readonly refusal?: unknown;
  /** Refused when it has taken another turn by then. */
  readonly seen?: Seen;
}

/** Decides and writes. The context is made for the case as it was read; another holder by then means deciding again. */
export async function decideOnCase(
  parts: RoutingParts,
  order: CaseOrder,
  state: CaseState | undefined,
): Promise<Outcome<RoutingState, CaseRecord>> {
  const { seen } = order;
  if (seen === undefined || order.refusal !== undefined) return decideAndWrite(parts, order, state);
  try {
    return await decideAndWrite(parts, { ...order, expectedVersion: seen.version }, state);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    const now = await unturned(parts, order.caseId, seen);
    if (now.version === seen.version) throw error;
    return decideOnCase(parts, { ...order, seen: now }, now.state);
  }
}

/** The case as it is now. @throws AppError conflict when it has taken another turn since */
async function unturned(parts: RoutingParts, caseId: string, seen: Seen): Promise<Loaded<RoutingState>> {
  const now = await parts.cases.get(caseId);
  const events = await parts.cases.history(caseId, now.head);
  if (!events.some((event) => event.seq > seen.head && isTurn(event))) return now;
  // Not retryable as it stands: somebody has to look again.
  throw new AppError('conflict', 'somebody else decided about the case at the same moment', {
    retryable: false,
  });
}

async function decideAndWrite(
  parts: RoutingParts,
  order: CaseOrder,
  state: CaseState | undefined,
): Promise<Outcome<RoutingState, CaseRecord>> {
  const { caseId, commandId, bodyHash, actor, expectedVersion, command } = order;
  const context = await contextFor(parts, state, command, actor);
  return parts.cases.execute(
    {
      aggregateId: caseId,
      commandId,
      bodyHash,
      actor: storedActor(actor),
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
    },
    (now, at) => {
      if (order.refusal !== undefined) throw order.refusal;
      const { events } = decide(now, command, { ...context, now: at.getTime() });
      return events.map(toRecord);
    },
  );
}
