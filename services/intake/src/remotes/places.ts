import type { Client } from '@lapor/contracts';
import type { AgencySummary } from '@lapor/contracts/directory/v1/events';
import type {
  Area,
  Category,
  DirectoryService,
  GetAreaResponse,
} from '@lapor/contracts/directory/v1/directory_service';
import { AppError } from '@lapor/kernel';
import type { NamedCode } from '@lapor/portal';
import { PUBLIC_CALLER } from './callers.ts';
import { remember } from './remember.ts';

/** What the directory says of areas, agencies and categories, remembered for a while: filing must not wait for it. */
export interface Places {
  findArea(code: string): Promise<GetAreaResponse | undefined>;
  /** As many whole tiers below it as keep within this number; at least those directly below. '': below the nation. */
  areasBelow(code: string, atMost: number): Promise<readonly Area[]>;
  findAgency(id: string): Promise<AgencySummary | undefined>;
  /** They have been changed here: what is remembered of them is old. */
  forgetAgencies(): void;
  /** With those that are retired. */
  categories(): Promise<readonly Category[]>;
  forgetCategories(): void;
  /** Names for people: while the directory does not answer, those it gave last, else the code, marked as no name. */
  nameArea(code: string): Promise<NamedCode | undefined>;
  nameAgencies(ids: readonly string[]): Promise<ReadonlyMap<string, NamedCode>>;
  nameCategory(code: string): Promise<NamedCode | undefined>;
}

/** Areas change by law, once in years; agencies are renamed and onboarded. */
const AREA_SECONDS = 600;
const AGENCY_SECONDS = 30;
const CATEGORY_SECONDS = 15;
/** Taking a complaint in must not hang on the directory: without an answer routing looks again. */
const PATIENCE_MILLISECONDS = 1_500;

export function createPlaces(
  directory: Client<typeof DirectoryService>,
  now = () => performance.now(),
): Places {
  const areas = remember<GetAreaResponse | undefined>(AREA_SECONDS, now);
  const below = remember<readonly Area[]>(AREA_SECONDS, now);
  const agencies = remember<AgencySummary | undefined>(AGENCY_SECONDS, now);
  const trees = remember<readonly Category[]>(CATEGORY_SECONDS, now);
  const options = { caller: PUBLIC_CALLER, timeoutMilliseconds: PATIENCE_MILLISECONDS };

  const places: Places = {
    findArea: (code) => areas.get(code, () => unlessMissing(directory.getArea({ code }, options))),
    areasBelow: (parentCode, atMost) =>
      below.get(
        `${parentCode} ${atMost}`,
        async () => (await directory.listAreas({ parentCode, atMost }, options)).areas,
      ),
    findAgency: (id) =>
      agencies.get(
        id,
        async () => (await unlessMissing(directory.getAgency({ agencyId: id }, options)))?.agency,
      ),
    forgetAgencies: () => agencies.clear(),
    categories: () => trees.get('', async () => (await directory.listCategories({}, options)).categories),
    forgetCategories: () => trees.clear(),
    async nameArea(code) {
      if (code === '') return undefined;
      const { found, ...mark } = await orLast(places.findArea(code), () => areas.last(code));
      return { code, name: found?.area?.fullName ?? code, ...mark };
    },
    async nameAgencies(ids) {
      const wanted = [...new Set(ids)].filter((id) => id !== '');
      const named = await Promise.all(
        wanted.map(async (id) => {
          const { found, ...mark } = await orLast(places.findAgency(id), () => agencies.last(id));
          return [id, { code: id, name: found?.name ?? id, ...mark }] as const;
        }),
      );
      return new Map(named);
    },
    async nameCategory(code) {
      if (code === '') return undefined;
      const { found, ...mark } = await orLast(places.categories(), () => trees.last(''));
      const category = found?.find((each) => each.code === code);
      return category === undefined
        ? { code, name: code, ...mark }
        : { code, name: category.nameId, nameEn: category.nameEn };
    },
  };
  return places;
}

async function unlessMissing<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    // A code that is none is as missing as one that is not there.
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'invalid'))
      return undefined;
    throw error;
  }
}

/** For names only: a page with names of before, or without any, is better than none. */
async function orLast<Value>(
  answer: Promise<Value>,
  last: () => Value | undefined,
): Promise<{ readonly found: Value | undefined; readonly unnamed?: true }> {
  try {
    return { found: await answer };
  } catch {
    const found = last();
    return found === undefined ? { found, unnamed: true } : { found };
  }
}
