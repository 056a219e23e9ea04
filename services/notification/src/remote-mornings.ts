import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { SYSTEM_CALLER } from '@lapor/contracts';
import { type Caller, Role } from '@lapor/contracts/common/v1/common';
import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { CaseStatus } from '@lapor/contracts/routing/v1/case';
import { type CaseView, RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { isLanguage } from '@lapor/kernel';
import type { Platform } from '@lapor/runtime';
import type { Mornings, PressingCase } from './ports.ts';
import { mostPressing } from './domain/morning.ts';
import { overdueFor } from './remote-overdue.ts';

/** Looked at to find those that wait for the officer and not for somebody else. */
const LOOKED_AT = 30;
/** The reporter's turn, unless danger waits to be followed up. */
const NOT_OURS: ReadonlySet<CaseStatus> = new Set([CaseStatus.ANSWERED, CaseStatus.HELD]);
/** Moves no case on. */
const SAYS_ONLY: ReadonlySet<string> = new Set(['note', 'nudge']);

export function remoteMornings(platform: Platform): Mornings {
  const directory = platform.client('directory', DirectoryService);
  const routing = platform.client('routing', RoutingService);
  const casesOf = async (caller: Caller, at: Date, most: number): Promise<readonly PressingCase[]> => {
    // What the units below have is on their own list.
    const { cases } = await routing.listCases({ ownOnly: true, pageSize: LOOKED_AT }, { caller });
    return mostPressing(cases.filter(isTheirTurn).map(pressing), at).slice(0, most);
  };
  return {
    async *readers(at) {
      let pageToken = '';
      do {
        const page = await directory.listMorningReaders(
          { at: timestampFromDate(at), pageToken },
          { caller: SYSTEM_CALLER },
        );
        for (const { caller, language, day } of page.readers) {
          if (caller === undefined) continue;
          const { officerId, agencyId } = caller;
          const spoken = isLanguage(language) ? language : 'id';
          yield {
            officerId,
            agencyId,
            day,
            language: spoken,
            works: caller.role !== Role.OVERSEER,
            overdue: overdueFor(caller, { directory, routing }),
            cases: (most) => casesOf(caller, at, most),
          };
        }
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    },
  };
}

export function isTheirTurn({
  snapshot,
  legal,
  nextClock,
}: Pick<CaseView, 'snapshot' | 'legal' | 'nextClock'>): boolean {
  if (snapshot === undefined || (NOT_OURS.has(snapshot.status) && nextClock !== 'urgent')) return false;
  return legal.some((name) => !SAYS_ONLY.has(name));
}

function pressing({ snapshot, nextClock, nextDueAt, nextStepMissed }: CaseView): PressingCase {
  return {
    caseId: snapshot?.caseId ?? '',
    danger: snapshot?.danger ?? false,
    clock: nextClock,
    dueAt: nextDueAt === undefined ? undefined : timestampDate(nextDueAt),
    ...(nextStepMissed === '' ? {} : { nextStepMissed }),
  };
}
