import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type { AreaIndex } from '../domain/areas/area-index.ts';
import type { HolidayTable } from '../domain/calendar/holiday-table.ts';
import type { CategoryTree } from '../domain/categories/category-tree.ts';
import { ROOT_AGENCY_ID } from '../domain/government/governments.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import { finish } from '../domain/areas/steps.ts';
import type { Steps } from '../domain/areas/steps.ts';
import { areaLoading } from './load-areas.ts';
import { loadCategories } from './load-categories.ts';
import { loadGovernments } from './load-governments.ts';
import { loadHolidays } from './load-holidays.ts';
import { readDataText } from './read-data.ts';

/** What ships with the service and is the same in every installation. */
export interface Reference {
  readonly rootId: string;
  readonly categories: CategoryTree;
  readonly holidays: HolidayTable;
  /** Changes when the data of `governments` changes. Cheap, so that a start need not read all areas. */
  readonly edition: string;
  /** All areas; the first call takes about half a second, in one go. */
  areas(): AreaIndex;
  /** Reads the areas a little at a time, so that whoever asks something else meanwhile gets an answer. */
  warm(): Promise<void>;
  governments(): readonly KeyedAgency[];
}

export function openReference(): Reference {
  let areas: AreaIndex | undefined;
  let loading: Steps<AreaIndex> | undefined;
  /** What somebody has begun is finished. */
  const areasNow = (): AreaIndex => (areas ??= finish((loading ??= areaLoading())));
  return {
    rootId: ROOT_AGENCY_ID,
    categories: loadCategories(),
    holidays: loadHolidays(),
    edition: editionOfGovernments(),
    areas: areasNow,
    async warm() {
      const steps = (loading ??= areaLoading());
      while (areas === undefined) {
        const step = steps.next();
        if (step.done === true) areas = step.value;
        else await setImmediate();
      }
    },
    governments: () => loadGovernments(areasNow()),
  };
}

/** Raised by hand when the code that makes governments out of the data makes other ones. */
const GOVERNMENT_RULES = 1;

function editionOfGovernments(): string {
  const areaData = createRequire(import.meta.url).resolve('idn-area-data/package.json');
  const { version } = JSON.parse(readFileSync(areaData, 'utf8')) as { readonly version: string };
  return createHash('sha256')
    .update(JSON.stringify([GOVERNMENT_RULES, version, readDataText('national-agencies.csv')]))
    .digest('hex');
}
