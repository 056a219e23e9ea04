import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { CallerKind } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { ServiceImplementation } from '@lapor/contracts';
import type { HistoryService } from '@lapor/contracts/routing/v1/history_service';
import type { PublicKeys } from '@lapor/attest';
import { notFound } from '@lapor/kernel';
import { chainLinks } from '@lapor/store';
import type { Anchors } from './anchors.ts';
import type { RoutingParts } from './parts.ts';
import { findInclusion } from './use-cases/prove-history.ts';

export interface HistoryParts {
  readonly cases: RoutingParts['cases'];
  readonly anchors: Anchors;
  readonly keys: PublicKeys;
}

const MOST_ROOTS = 400;
const ROOTS = 31;

/** Proofs, for whoever does not want to take our word for it. */
export function historyService({
  cases,
  anchors,
  keys,
}: HistoryParts): ServiceImplementation<typeof HistoryService> {
  return {
    async getHistoryProof({ caseId }, { caller }) {
      if (!mayHave(caller, caseId)) throw notFound('case', caseId);
      const { head } = await cases.get(caseId);
      const events = await cases.history(caseId, head);
      const found = await findInclusion(anchors, caseId, events);
      return {
        links: chainLinks(events).map(({ actor, prev: _prev, ...link }) => ({
          ...link,
          actor: JSON.stringify(actor),
        })),
        ...(found === undefined
          ? {}
          : {
              inclusion: { seq: found.head.seq, index: found.index, path: [...found.path], root: found.root },
            }),
      };
    },
    async listDailyRoots({ limit }) {
      const roots = await anchors.newest(Math.min(limit || ROOTS, MOST_ROOTS));
      return {
        roots: roots.map(({ _id: day, madeAt, signed }) => ({
          day,
          madeAt: timestampFromDate(madeAt),
          signed,
        })),
      };
    },
    listSigningKeys: () => Promise.resolve({ keys: keys.keys.map(({ kid, x }) => ({ kid, x })) }),
  };
}

/** The reporter, whose case it is, and the platform itself: a chain says who was at it and when. */
function mayHave(caller: Caller, caseId: string): boolean {
  if (caller.kind === CallerKind.SYSTEM) return true;
  return caller.kind === CallerKind.REPORTER && caller.trackingId === caseId;
}
