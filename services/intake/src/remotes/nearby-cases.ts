import type { Client } from '@lapor/contracts';
import type { CaseView, RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { PUBLIC_CALLER } from './callers.ts';
import { remember } from './remember.ts';
import { districtOf } from '../domain/district.ts';

/** What anybody may see of the open cases in one district, of one category or, with '', of all. */
export interface NearbyCases {
  find(areaCode: string, categoryCode: string): Promise<readonly CaseView[]>;
}

/** A flood brings a thousand people to the same list: it is made so often at the most. What becomes secret is gone as soon. */
const FRESH_SECONDS = 15;
/** Filing must not wait for it. */
const PATIENCE_MILLISECONDS = 1_500;

export function createNearbyCases(
  routing: Client<typeof RoutingService>,
  now = () => performance.now(),
): NearbyCases {
  const lists = remember<readonly CaseView[]>(FRESH_SECONDS, now);
  const options = { caller: PUBLIC_CALLER, timeoutMilliseconds: PATIENCE_MILLISECONDS };
  return {
    find(areaCode, categoryCode) {
      const district = districtOf(areaCode);
      return lists.get(
        `${district} ${categoryCode}`,
        async () => (await routing.listNearby({ areaCode: district, categoryCode }, options)).cases,
      );
    },
  };
}
