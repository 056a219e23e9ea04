import { hash, randomBytes } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import type { StoreConnection } from '../connection.ts';
import { DataKeys } from './data-keys.ts';
import type { DataKey } from './data-keys.ts';
import type { ContentRef, ContentStore, Keyring } from './contents.ts';
import { canonicalText } from '../canonical-json.ts';
import { open, seal } from './keyring.ts';
import { LruMap } from '../lru-map.ts';
import { openRawCollection } from '../collections/open-raw-collection.ts';
import type { RawCollection } from '../collections/raw-collection.ts';
import { asStoreError, isDuplicateKey, storing } from '../store-errors.ts';

const SALT_BYTES = 16;
/** Contents, sealed as they are stored, that are kept at hand: what was just written or read is wanted again soon. */
const HOT_CONTENTS = 2_000;
/** Base64 characters; larger ones are read anew each time, so that memory stays bounded. */
const LARGEST_HOT = 8_192;

/** `_id` is subject and content id; everything else about the content is inside `sealed`. */
interface ContentDocument {
  readonly _id: string;
  readonly subject: string;
  /** Which data key sealed it. */
  readonly key: string;
  /** Base64 of the sealed {salt, JCS text of the value}. */
  readonly sealed: string;
}

interface Opened {
  readonly salt: Buffer;
  readonly text: string;
}

export interface ContentStoreOptions {
  readonly connection: StoreConnection;
  readonly keyring: Keyring;
  /** Collection name: "contents". The data keys are beside it in "contents_keys". */
  readonly name: string;
}

/** Opens the encrypted contents of one service. See `ContentStore`. */
export function openContentStore(options: ContentStoreOptions): ContentStore {
  const contents = openRawCollection<ContentDocument>(options.connection, options.name, [
    { fields: { subject: 1 } },
  ]);
  return new SealedContents(
    contents,
    new DataKeys(options.connection, options.keyring, `${options.name}_keys`),
  );
}

class SealedContents implements ContentStore {
  readonly #contents: RawCollection<ContentDocument>;
  readonly #keys: DataKeys;
  /** Never changed once written, and worth nothing without their key: that alone says whether they can be read. */
  readonly #hot = new LruMap<string, ContentDocument>(HOT_CONTENTS);

  constructor(contents: RawCollection<ContentDocument>, keys: DataKeys) {
    this.#contents = contents;
    this.#keys = keys;
  }

  async put(subjectId: string, contentId: string, value: unknown): Promise<ContentRef> {
    const key = await this.#keys.forWriting(subjectId);
    const _id = documentId(subjectId, contentId);
    const text = contentText(value);
    const salt = randomBytes(SALT_BYTES);
    const sealed = seal(key.secret, Buffer.concat([salt, Buffer.from(text)]), Buffer.from(_id)).toString(
      'base64',
    );
    try {
      const document = { _id, subject: subjectId, key: key.id, sealed };
      await this.#contents.insertOne(document);
      this.#keep(document);
      return { id: contentId, digest: saltedDigest(salt, text) };
    } catch (error) {
      if (!isDuplicateKey(error)) throw asStoreError(error);
    }
    const earlier = await this.#open(subjectId, _id);
    if (earlier?.text !== text) {
      // Ids of contents are nobody's business outside.
      throw new AppError('unprocessable', 'this was sent before with other words');
    }
    return { id: contentId, digest: saltedDigest(earlier.salt, text) };
  }

  async read<Value>(subjectId: string, contentId: string): Promise<Value | undefined> {
    const opened = await this.#open(subjectId, documentId(subjectId, contentId));
    return opened && (JSON.parse(opened.text) as Value);
  }

  async readMany(subjectId: string, contentIds: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
    const values = new Map<string, unknown>();
    if (contentIds.length === 0) return values;
    const wanted = new Map(contentIds.map((id) => [documentId(subjectId, id), id]));
    for (const document of await this.#find([...wanted.keys()])) {
      const opened = await this.#unseal(document);
      const id = wanted.get(document._id);
      if (opened && id !== undefined) values.set(id, JSON.parse(opened.text));
    }
    return values;
  }

  async readAcross(subjectIds: readonly string[], contentId: string): Promise<ReadonlyMap<string, unknown>> {
    const values = await this.readEach(new Map(subjectIds.map((subjectId) => [subjectId, [contentId]])));
    return new Map([...values].map(([subjectId, contents]) => [subjectId, contents.get(contentId)]));
  }

  async readEach(wanted: ReadonlyMap<string, readonly string[]>) {
    const values = new Map<string, Map<string, unknown>>();
    const names = new Map(
      [...wanted].flatMap(([subjectId, contentIds]) =>
        contentIds.map((contentId) => [documentId(subjectId, contentId), contentId]),
      ),
    );
    if (names.size === 0) return values;
    const found = await this.#find([...names.keys()]);
    const keys = await this.#keys.forReadingMany(found.map(({ subject }) => subject));
    for (const document of found) {
      const { _id, subject } = document;
      const opened = unseal(document, keys.get(subject));
      const contentId = names.get(_id);
      if (opened === undefined || contentId === undefined) continue;
      const contents = values.get(subject) ?? new Map<string, unknown>();
      values.set(subject, contents.set(contentId, JSON.parse(opened.text)));
    }
    return values;
  }

  async remove(subjectId: string, contentIds: readonly string[]): Promise<void> {
    const ids = contentIds.map((contentId) => documentId(subjectId, contentId));
    await storing(this.#contents.deleteMany({ _id: { $in: ids } }));
    for (const id of ids) this.#hot.delete(id);
  }

  async erase(subjectId: string): Promise<void> {
    // The key first: from here on nothing is readable, whatever happens to the rest.
    await this.#keys.destroy(subjectId);
    for (const id of this.#hot.keys()) if (id.startsWith(`${subjectId}:`)) this.#hot.delete(id);
    await storing(this.#contents.deleteMany({ subject: subjectId }));
  }

  /** Those there are of these, in no order. */
  async #find(ids: readonly string[]): Promise<readonly ContentDocument[]> {
    const known = ids.flatMap((id) => this.#hot.get(id) ?? []);
    if (known.length === ids.length) return known;
    const hot = new Set(known.map(({ _id }) => _id));
    const missing = ids.filter((id) => !hot.has(id));
    const read = await storing(this.#contents.find({ _id: { $in: missing } }).toArray());
    for (const document of read) this.#keep(document);
    return [...known, ...read];
  }

  #keep(document: ContentDocument): void {
    if (document.sealed.length <= LARGEST_HOT) this.#hot.set(document._id, document);
  }

  async #open(subjectId: string, _id: string): Promise<Opened | undefined> {
    const document = this.#hot.get(_id) ?? (await storing(this.#contents.findOne({ _id })));
    if (document) this.#keep(document);
    return document?.subject === subjectId ? this.#unseal(document) : undefined;
  }

  async #unseal(document: ContentDocument): Promise<Opened | undefined> {
    return unseal(document, await this.#keys.forReading(document.subject));
  }
}

/** Undefined when it was sealed under a key that has been destroyed since: as good as erased. */
function unseal(document: ContentDocument, key: DataKey | undefined): Opened | undefined {
  if (key?.id !== document.key) return undefined;
  const plain = open(key.secret, Buffer.from(document.sealed, 'base64'), Buffer.from(document._id));
  return { salt: plain.subarray(0, SALT_BYTES), text: plain.subarray(SALT_BYTES).toString() };
}

function documentId(subjectId: string, contentId: string): string {
  // Else "a:b" + "c" and "a" + "b:c" would be one content.
  if (subjectId.includes(':')) throw new AppError('internal', `a subject id with a colon: ${subjectId}`);
  return `${subjectId}:${contentId}`;
}

/** SHA-256 over salt and JCS text, hex. The salt is sealed with the text: once the key is gone nobody can try words. */
function saltedDigest(salt: Uint8Array, text: string): string {
  return hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'hex');
}

/** A text message cut in the middle of an emoji has no JCS form: such halves become U+FFFD, nothing else is lost. */
function contentText(value: unknown): string {
  const json = JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'string' ? member.toWellFormed() : member,
  );
  if (json === undefined) throw new AppError('internal', 'undefined is no content');
  return canonicalText(JSON.parse(json));
}
