import { AppError } from '@lapor/kernel';
import type { Outcome } from '@lapor/store';
import { storedActor } from '../callers.ts';
import { type CaseRecord, toRecord } from '../case-record.ts';
import { type RoutingState } from '../case-store.ts';
import { type Actor, type Agencies, withHeirs } from '../domain/agency.ts';
import type { CaseState } from '../domain/case.ts';
import type { CaseCommand, DecisionContext } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { agenciesNeeded, calendarsNeeded, inspectedBodies } from '../domain/needs.ts';
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

export interface CaseOrder {
  readonly caseId: string;
  readonly commandId: string;
  readonly bodyHash: string;
  readonly actor: Actor;
  readonly expectedVersion?: number;
  readonly command: CaseCommand;
  /** Tried and refused, so its words were not kept: it may be answered from memory, but never take effect. */
  readonly refusal?: unknown;
  /** Refused when it stands elsewhere, or with somebody else, by then. */
  readonly seen?: Pick<CaseState, 'status' | 'holder'>;
}

/** Decides and writes. The context is made for the case as it was read; another holder by then means deciding again. */
export async function decideOnCase(
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
      requireAsSeen(order.seen, now);
      return events.map(toRecord);
    },
  );
}

/** After it was found legal: whoever may not do it, or know of the case, is told so and no more. */
function requireAsSeen(seen: CaseOrder['seen'], now: CaseState | undefined): void {
  if (seen === undefined || (now?.status === seen.status && now.holder.id === seen.holder.id)) return;
  // Not retryable as it stands: somebody has to look again.
  throw new AppError('conflict', 'somebody else decided about the case at the same moment', {
    retryable: false,
  });
}
