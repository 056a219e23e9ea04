import { loadMasterSecret, openKeyring } from '@lapor/store';
import type { CollectionName, DocumentSource } from '@lapor/store';
import type { Progress } from '../progress.ts';
import { copyCase, openTemplate, reporterIdOf } from './copy-case.ts';
import type { Keyrings, OpenTemplate } from './copy-case.ts';
import type { LivedCases } from './live-templates.ts';
import { readTemplates } from './template.ts';
import type { StoredDocument, TemplateDocument } from './template.ts';

/** Where copies go. What is there already may be put once more: a load that was broken off goes on. */
export interface PreloadTarget {
  put(name: CollectionName, documents: readonly StoredDocument[]): Promise<void>;
  /** How many cases are there, by the last note. */
  noted(): Promise<number>;
  /** So many are there: durable, and all of them, when it resolves. */
  note(cases: number): Promise<void>;
}

export interface PreloadOptions {
  readonly count: number;
  readonly lived: LivedCases;
  readonly source: DocumentSource;
  readonly target: PreloadTarget;
  readonly keysFolder: string;
  readonly progress: Pick<Progress, 'step'>;
  /** Cases between two notes: at most so many are made once more after an interruption. */
  readonly noteEvery?: number;
}

const DAY = 86_400_000;
/** Over so many days the cases are spread: some 2,000 a day for a million. */
const DAYS = 500;
/** One case of so many is still open. */
const OPEN_ONE_OF = 50;
const BATCH = 200;
/** Batches being written while the next is made. */
const BATCHES_AT_ONCE = 4;
const NOTE_EVERY = 10_000;

/** Fills the stores of a Lapor that is not running with cases of the past, from where an earlier load was broken off. */
export async function preloadCases(options: PreloadOptions): Promise<void> {
  const { count, target, progress, noteEvery = NOTE_EVERY } = options;
  const done = await target.noted();
  progress.step(Math.min(done, count));
  if (done >= count) return;
  const nth = await patterns(options);
  for (let from = done; from < count; from += noteEvery) {
    const to = Math.min(count, from + noteEvery);
    await copyRange(options, nth, from, to);
    await target.note(to);
  }
}

interface Patterns {
  readonly keyrings: Keyrings;
  /** The case that the copy of this number is made after. */
  readonly nth: (index: number) => OpenTemplate;
}

async function patterns({ lived, source, keysFolder }: PreloadOptions): Promise<Patterns> {
  const secret = await loadMasterSecret(keysFolder);
  const keyrings: Keyrings = new Map(
    ['intake', 'routing'].map((service) => [service, openKeyring({ secret, service })]),
  );
  const intake = keyrings.get('intake')!;
  const open = async (trackingIds: readonly string[]): Promise<readonly OpenTemplate[]> => {
    const reporter = (filedBy: string) => reporterIdOf(intake, filedBy);
    const found = await readTemplates(source, { trackingIds, reporterIdOf: reporter });
    return found.map((template) => openTemplate(template, keyrings));
  };
  const [closedOnes, openOnes] = [await open(lived.closed), await open(lived.open)];
  const nth = (index: number): OpenTemplate => {
    const templates = index % OPEN_ONE_OF === 0 ? openOnes : closedOnes;
    const template = templates[(Math.floor(index / OPEN_ONE_OF) + index) % templates.length];
    if (template === undefined) throw new Error('there is no case to copy');
    return template;
  };
  return { keyrings, nth };
}

async function copyRange(
  { count, target, progress }: PreloadOptions,
  { keyrings, nth }: Patterns,
  begin: number,
  end: number,
): Promise<void> {
  const writing = new Set<Promise<void>>();
  for (let from = begin; from < end; from += BATCH) {
    const batch = new Batch();
    for (let index = from; index < Math.min(end, from + BATCH); index += 1) {
      // What is open is of yesterday: its clocks would all have run out, and be told of with the first start.
      const isOpen = index % OPEN_ONE_OF === 0;
      const earlier = DAY * (isOpen ? 1 : 1 + Math.floor((index * DAYS) / count));
      batch.add(copyCase(nth(index), keyrings, `case ${index}`, earlier));
      progress.step();
    }
    const one = batch.putInto(target);
    writing.add(one);
    // A failure is heard of where the next one waits.
    one.then(
      () => writing.delete(one),
      () => {},
    );
    if (writing.size >= BATCHES_AT_ONCE) await Promise.race(writing);
  }
  await Promise.all(writing);
}

/** Documents of many cases, by the collection they go to. */
class Batch {
  readonly #places = new Map<
    string,
    { readonly name: CollectionName; readonly documents: StoredDocument[] }
  >();

  add(documents: readonly TemplateDocument[]): void {
    for (const { name, document } of documents) {
      const key = `${name.service}.${name.collection}`;
      const place = this.#places.get(key) ?? { name, documents: [] };
      place.documents.push(document);
      this.#places.set(key, place);
    }
  }

  async putInto(target: PreloadTarget): Promise<void> {
    await Promise.all([...this.#places.values()].map(({ name, documents }) => target.put(name, documents)));
  }
}
