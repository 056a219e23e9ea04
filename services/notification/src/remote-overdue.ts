import { type Client, SYSTEM_CALLER } from '@lapor/contracts';
import { type Caller, Role } from '@lapor/contracts/common/v1/common';
import type { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import type { AgencySummary } from '@lapor/contracts/directory/v1/events';
import type { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { type CountedBody, ownOverdue } from './domain/own-overdue.ts';
import type { OverdueBody } from './ports.ts';

export interface OverdueSources {
  readonly directory: Pick<Client<typeof DirectoryService>, 'listAgencies'>;
  readonly routing: Pick<Client<typeof RoutingService>, 'countOverdue'>;
}

/** What has a government or an authority of its own. */
const BODIES = ['ministry', 'body', 'province', 'regency', 'city', 'authority'] as const;
const MOST_OF_A_KIND = 1_000;
const AT_ONCE = 200;
/** Above the bodies: those inside one are told by each case. */
const ABOVE: ReadonlySet<Role> = new Set([Role.NATIONAL_ADMIN, Role.OVERSEER]);

/** How much is overdue below whoever is above the bodies; undefined for others. Asked when it is to be told, never kept. */
export function overdueFor(
  caller: Caller,
  sources: OverdueSources,
): (() => Promise<readonly OverdueBody[]>) | undefined {
  return ABOVE.has(caller.role) ? () => readOverdue(caller, sources) : undefined;
}

async function readOverdue(
  caller: Caller,
  { directory, routing }: OverdueSources,
): Promise<readonly OverdueBody[]> {
  const bodies = await bodiesBelow(caller, directory);
  const found: (CountedBody & OverdueBody)[] = [];
  for (let start = 0; start < bodies.length; start += AT_ONCE) {
    const some = bodies.slice(start, start + AT_ONCE);
    const agencyIds = some.map(({ agencyId }) => agencyId);
    const { counts } = await routing.countOverdue({ agencyIds }, { caller: SYSTEM_CALLER });
    const byId = new Map(counts.map((count) => [count.agencyId, count]));
    for (const { agencyId, name, path } of some) {
      const { overdue = 0, urgent = 0 } = byId.get(agencyId) ?? {};
      found.push({ agencyId, name, path, overdue: Number(overdue), urgent: Number(urgent) });
    }
  }
  return ownOverdue(found)
    .filter(({ overdue }) => overdue > 0)
    .toSorted((one, other) => other.urgent - one.urgent || other.overdue - one.overdue);
}

/** Of an overseer those in the scope; of the national admin all. */
async function bodiesBelow(
  { agencyId, scopeAgencyId, scopeAreaCode }: Caller,
  directory: OverdueSources['directory'],
): Promise<readonly AgencySummary[]> {
  const parentId = scopeAgencyId || agencyId;
  const answers = await Promise.all(
    BODIES.map((kind) =>
      directory.listAgencies(
        { parentId, subtree: true, kind, onboardedOnly: true, limit: MOST_OF_A_KIND },
        { caller: SYSTEM_CALLER },
      ),
    ),
  );
  const inArea = ({ areaCode }: AgencySummary) =>
    scopeAreaCode === '' || areaCode === scopeAreaCode || areaCode.startsWith(`${scopeAreaCode}.`);
  return answers.flatMap(({ agencies }) => agencies).filter(inArea);
}
