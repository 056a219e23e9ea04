import { timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt';
import type { ServiceImplementation } from '@lapor/contracts';
import { type Caller, CallerKind } from '@lapor/contracts/common/v1/common';
import type { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, invalid } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { actorOf, viewerOf } from './callers.ts';
import type { RoutingState } from './case-store.ts';
import type { RoutingParts } from './parts.ts';
import { statuses } from './publish.ts';
import { confirmDelivery, confirmSeen } from './use-cases/confirm-delivery.ts';
import { beginErasure } from './use-cases/begin-erasure.ts';
import { anonymiseCase, expiredCases } from './use-cases/expired-cases.ts';
import { countCategory } from './use-cases/count-category.ts';
import { countOverdue } from './use-cases/count-overdue.ts';
import { executeCommand } from './use-cases/execute-command.ts';
import { listPassages } from './use-cases/list-passages.ts';
import { listCases } from './use-cases/list-cases.ts';
import { listRoutings } from './use-cases/list-routings.ts';
import { listPhotoUses } from './use-cases/list-photo-uses.ts';
import { listMembers } from './use-cases/list-members.ts';
import { listNearby } from './use-cases/list-nearby.ts';
import { listSimilar } from './use-cases/list-similar.ts';
import { previewRecount } from './use-cases/preview-recount.ts';
import { openCase } from './use-cases/open-case.ts';
import { summarizeCase, viewCase, viewLoaded } from './use-cases/view-case.ts';

/** Commands and queries on cases, for whoever the metadata says the call is made. */
export function routingService(parts: RoutingParts): ServiceImplementation<typeof RoutingService> {
  return {
    async openCase({ filing }, { caller }) {
      if (caller.kind !== CallerKind.SYSTEM)
        throw new AppError('forbidden', 'cases are opened by the platform');
      if (filing === undefined) throw invalid('filing', 'is required');
      return { case: await summarizeCase(parts, await openCase(parts, filing), { kind: 'system' }) };
    },
    async getCase({ caseId }, { caller }) {
      if (caller.kind === CallerKind.REPORTER) await confirmSeen(parts, caseId);
      return { case: await viewCase(parts, caseId, viewerOf(caller)) };
    },
    async confirmDelivery({ caseId, answeredAt, deliveredAt }, { caller }) {
      if (caller.kind !== CallerKind.SYSTEM) throw new AppError('forbidden', 'this is for the platform');
      if (answeredAt === undefined) throw invalid('answeredAt', 'is required');
      if (deliveredAt === undefined) throw invalid('deliveredAt', 'is required');
      await confirmDelivery(parts, caseId, timestampMs(answeredAt), timestampMs(deliveredAt));
      return {};
    },
    async listCases(request, { caller }) {
      return listCases(parts, request, viewerOf(caller));
    },
    async execute(request, { caller }) {
      const actor = actorOf(caller);
      const outcome = await executeCommand(parts, request, actor);
      return { case: await viewAfter(parts, outcome, actor), replayed: outcome.replayed };
    },
    async listRoutings({ agencyId, limit }, { caller }) {
      const found = await listRoutings(parts, caller, { agencyId, limit });
      return {
        routings: found.map(({ id: caseId, categoryCode, areaCode, competentId = '', openedAt }) => ({
          caseId,
          categoryCode,
          areaCode,
          competentAgencyId: competentId,
          openedAt: timestampFromMs(openedAt),
        })),
      };
    },
    async previewRecount({ calendars }, { caller }) {
      const { examples, open, ...counted } = await previewRecount(parts, caller, calendars);
      return {
        ...counted,
        open: BigInt(open),
        examples: examples.map(({ caseId, clock, dueBefore, dueAfter }) => ({
          caseId,
          clock,
          dueBefore: timestampFromMs(dueBefore),
          dueAfter: timestampFromMs(dueAfter),
        })),
      };
    },
    async countCategory({ categoryCode, mergedAway }, { caller }) {
      const asked = { categoryCode, mergedAway };
      const { open, following, holders } = await countCategory(parts, caller, asked);
      return {
        open: BigInt(open),
        following: BigInt(following),
        holders: holders.map(({ agencyId, open: many }) => ({ agencyId, open: BigInt(many) })),
      };
    },
    async countOverdue({ agencyIds }, { caller }) {
      requirePlatform(caller);
      const counts = await countOverdue(parts, agencyIds);
      return {
        counts: counts.map(({ agencyId, overdue, urgent }) => ({
          agencyId,
          overdue: BigInt(overdue),
          urgent: BigInt(urgent),
        })),
      };
    },
    async listExpired(request, { caller }) {
      requirePlatform(caller);
      const { cases, nextPageToken } = await expiredCases(parts, request);
      return {
        cases: cases.map(({ caseId, status, keptFrom, years, policyVersion, protected: isProtected }) => ({
          caseId,
          protected: isProtected,
          status: statuses.value(status),
          finalSince: timestampFromMs(keptFrom),
          policyVersion,
          years,
        })),
        nextPageToken,
      };
    },
    async anonymiseCase({ caseId }, { caller }) {
      requirePlatform(caller);
      return { anonymised: await anonymiseCase(parts, caseId) };
    },
    async beginErasure({ caseId, words }, { caller }) {
      requirePlatform(caller);
      return { begun: await beginErasure(parts, caseId, words) };
    },
    async listMembers(request, { caller }) {
      if (caller.kind !== CallerKind.SYSTEM) throw new AppError('forbidden', 'members are for the platform');
      return listMembers(parts, request);
    },
    async listSimilar({ caseId }, { caller }) {
      return { cases: await listSimilar(parts, caseId, viewerOf(caller)) };
    },
    async listPassages(request, { caller }) {
      return { passages: await listPassages(parts, request, viewerOf(caller)) };
    },
    async listPhotoUses(request, { caller }) {
      return { uses: [...(await listPhotoUses(parts, request, viewerOf(caller)))] };
    },
    async listNearby(request) {
      return { cases: await listNearby(parts, request) };
    },
  };
}

function requirePlatform({ kind }: Caller): void {
  if (kind !== CallerKind.SYSTEM) throw new AppError('forbidden', 'this is for the platform');
}

/** A command may take the case out of its giver's sight (protection): then its outcome is told, not the case. */
async function viewAfter(
  parts: RoutingParts,
  outcome: Loaded<RoutingState>,
  actor: ReturnType<typeof actorOf>,
) {
  try {
    return await viewLoaded(parts, outcome, actor);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    return { snapshot: { caseId: outcome.id }, version: BigInt(outcome.version) };
  }
}
