import { setImmediate } from 'node:timers/promises';
import { loadMasterSecret, openKeyring } from '@lapor/store';
import type { BulkStores } from '../installation.ts';
import { openTemplate, reporterIdOf } from '../preload/copy-case.ts';
import type { Keyrings, OpenTemplate } from '../preload/copy-case.ts';
import { readTemplates } from '../preload/template.ts';
import type { StoredDocument } from '../preload/template.ts';
import type { Progress } from '../progress.ts';
import { checkKeys, makeCase, SEARCHED, searchedPart } from './made-case.ts';
import type { Made } from './made-case.ts';
import type { Government } from './nation.ts';
import { openVocabulary, pick, randomFrom, zipf } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';
import { wordKeys } from './word-keys.ts';

export interface FillOptions {
  readonly count: number;
  /** Cases lived for the sake of being copied. */
  readonly lived: readonly string[];
  readonly nation: readonly Government[];
  readonly stores: BulkStores;
  readonly progress: Pick<Progress, 'step'>;
}

const DAY = 86_400_000;
/** Over so many days the reports are spread, the newest first: some 2,000 a day for a million. */
const DAYS = 500;
/** The newest have their words to be shown too: on nearly all pages there are no others, and sealing a million takes long. */
const READABLE = 100_000;
const BATCH = 1_000;
const NOTE_EVERY = 10_000;
const NOTES = { service: 'setup', collection: 'bench' } as const;
const NOTE = 'searched';
/** What routing goes through once with every case of before: these are as it would make them. */
const DONE = { service: 'routing', collection: 'search_progress' } as const;
/** The copies for agencies, of which made cases have none: it need not go through a million to see that. */
const FEED = { service: 'routing', collection: 'sequences' } as const;

/** Fills what a search looks at, from where an earlier load was broken off. */
export async function fillSearch(options: FillOptions): Promise<void> {
  const { count, stores, progress } = options;
  const done = await noted(stores);
  progress.step(done);
  if (done >= count) return;
  const make = await maker(options);
  // Of a run that filled less: with the next start they are made of everything.
  for (const name of SEARCHED) await stores.dropIndexes(name);
  for (const _id of ['terms', 'terms-again'])
    await stores.putLast(DONE, { _id, after: '', by: 'bench', movedAt: 0, done: true });
  await stores.putLast(FEED, { _id: 'routing.feed:feed', pubSeq: Date.now() });
  for (let from = done; from < count; from += NOTE_EVERY) {
    const to = Math.min(count, from + NOTE_EVERY);
    for (let at = from; at < to; at += BATCH) {
      const documents = new Map<string, StoredDocument[]>(
        SEARCHED.map(({ service, collection }) => [`${service}.${collection}`, []]),
      );
      for (let index = at; index < Math.min(to, at + BATCH); index += 1) {
        for (const { name, document } of make(index))
          documents.get(`${name.service}.${name.collection}`)?.push(document);
        progress.step();
      }
      // Writing into a file lets nobody in: a moment for whoever would end this.
      await setImmediate();
      await Promise.all(
        SEARCHED.map(async (name) => {
          const some = documents.get(`${name.service}.${name.collection}`) ?? [];
          if (some.length > 0) await stores.put(name, some);
        }),
      );
    }
    await stores.putLast(NOTES, { _id: NOTE, cases: to });
  }
}

async function noted(stores: BulkStores): Promise<number> {
  return Number((await stores.find(NOTES, [NOTE])).get(NOTE)?.['cases'] ?? 0);
}

async function maker({ count, lived, nation, stores }: FillOptions) {
  const secret = await loadMasterSecret(stores.keysFolder);
  const keyrings: Keyrings = new Map(
    ['intake', 'routing'].map((service) => [service, openKeyring({ secret, service })]),
  );
  const [intake, routing] = [keyrings.get('intake')!, keyrings.get('routing')!];
  const found = await readTemplates(stores, {
    trackingIds: lived,
    reporterIdOf: (filedBy) => reporterIdOf(intake, filedBy),
  });
  const templates = found.map((template) => openTemplate(searchedPart(template), keyrings));
  const keysOf = wordKeys(routing);
  for (const template of templates) checkKeys(template, keysOf);
  const now = Date.now();
  const [vocabulary, government, holders] = [openVocabulary(), zipf(nation, 1), ranked(nation)];
  return (index: number) => {
    const made = report(index, { vocabulary, government, holders });
    const submittedAt = Math.floor(now - DAY - (DAYS * DAY * index) / count);
    const template = templates[index % templates.length] as OpenTemplate;
    const readable = index < READABLE;
    return makeCase(template, keyrings, keysOf, {
      ...made,
      seed: `searched ${index}`,
      submittedAt,
      readable,
    });
  };
}

interface Chances {
  readonly vocabulary: Vocabulary;
  readonly government: (random: () => number) => Government;
  readonly holders: ReadonlyMap<Government, (random: () => number) => Government['holders'][number]>;
}

function ranked(nation: readonly Government[]): Chances['holders'] {
  return new Map(nation.map((each) => [each, zipf(each.holders, 2)]));
}

/** What the report of this number says, and where: the same whenever it is asked for. */
function report(
  index: number,
  { vocabulary, government, holders }: Chances,
): Omit<Made, 'seed' | 'submittedAt' | 'readable'> {
  const random = randomFrom(index + 1);
  const where = government(random);
  const holder = holders.get(where)!(random);
  return { holder, village: pick(where.villages, random), text: vocabulary.text(random) };
}
