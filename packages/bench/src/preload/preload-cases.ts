import { loadMasterSecret, openKeyring } from '@lapor/store';
import type { CollectionName, DocumentSource } from '@lapor/store';
import type { Progress } from '../progress.ts';
import { copyCase, openTemplate, reporterIdOf } from './copy-case.ts';
import type { Keyrings, OpenTemplate } from './copy-case.ts';
import type { LivedCases } from './live-templates.ts';
import { readTemplates } from './template.ts';
import type { StoredDocument, TemplateDocument } from './template.ts';

/** Where copies go. Puts what is there already once more, so that a load that was broken off may begin anew. */
export interface PreloadTarget {
  put(name: CollectionName, documents: readonly StoredDocument[]): Promise<void>;
  /** When all is there: makes sure that it stays. */
  seal(): Promise<void>;
}

export interface PreloadOptions {
  readonly count: number;
  readonly lived: LivedCases;
  readonly source: DocumentSource;
  readonly target: PreloadTarget;
  readonly keysFolder: string;
  readonly progress: Pick<Progress, 'step'>;
}

const DAY = 86_400_000;
/** Over so many days the cases are spread: some 2,000 a day for a million. */
const DAYS = 500;
/** One case of so many is still open. */
const OPEN_ONE_OF = 50;
const BATCH = 200;
/** Batches being written while the next is made. */
const BATCHES_AT_ONCE = 4;

/** Fills the stores of a Lapor that is not running with cases of the past. */
export async function preloadCases(options: PreloadOptions): Promise<void> {
  const { count, lived, source, target } = options;
  const secret = await loadMasterSecret(options.keysFolder);
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
  const writing = new Set<Promise<void>>();
  for (let from = 0; from < count; from += BATCH) {
    const batch = new Batch();
    for (let index = from; index < Math.min(count, from + BATCH); index += 1) {
      const earlier = DAY * (1 + Math.floor((index * DAYS) / count));
      batch.add(copyCase(nth(index), keyrings, `case ${index}`, earlier));
      options.progress.step();
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
  await target.seal();
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
