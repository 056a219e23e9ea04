import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import type { StoreConnection } from '../connection.ts';
import type { Keyring } from './contents.ts';
import { KEY_BYTES } from './keyring.ts';
import { LruMap } from '../lru-map.ts';
import { openRawCollection } from '../collections/open-raw-collection.ts';
import type { RawCollection } from '../collections/raw-collection.ts';
import { asStoreError, isDuplicateKey, storing } from '../store-errors.ts';

const KEPT = 5_000;
/** Milliseconds an unwrapped key is trusted: so long another process may still use a key that was destroyed here. */
const KEPT_FOR = 30_000;

export interface DataKey {
  readonly id: string;
  /** Raw bytes would be made into one at each use, which costs three times the cipher. */
  readonly secret: KeyObject;
}

interface KeyDocument {
  readonly _id: string;
  readonly key: string;
  /** Base64; gone once the subject is erased. What is left then keeps the subject from coming back. */
  readonly wrapped?: string;
  readonly erased?: true;
}

/** One data key per subject, kept wrapped; unwrapped ones stay in memory for a moment. */
export class DataKeys {
  readonly #keys: RawCollection<KeyDocument>;
  readonly #keyring: Keyring;
  readonly #unwrapped = new LruMap<string, { readonly key: DataKey; readonly until: number }>(KEPT);

  constructor(connection: StoreConnection, keyring: Keyring, name: string) {
    this.#keys = openRawCollection<KeyDocument>(connection, name);
    this.#keyring = keyring;
  }

  /** Undefined when the subject never had one, or was erased. */
  async forReading(subjectId: string): Promise<DataKey | undefined> {
    return this.#kept(subjectId) ?? this.#opened(await this.#find(subjectId));
  }

  /** Those there are, by subject; read together. */
  async forReadingMany(subjectIds: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const keys = new Map<string, DataKey>();
    const missing: string[] = [];
    for (const subjectId of new Set(subjectIds)) {
      const kept = this.#kept(subjectId);
      if (kept) keys.set(subjectId, kept);
      else missing.push(subjectId);
    }
    if (missing.length === 0) return keys;
    for (const document of await storing(this.#keys.find({ _id: { $in: missing } }).toArray())) {
      const key = this.#opened(document);
      if (key) keys.set(document._id, key);
    }
    return keys;
  }

  /** Makes the key on first use. @throws AppError illegal when the subject was erased */
  async forWriting(subjectId: string): Promise<DataKey> {
    // Most subjects are new when something is put: looking first would be in vain.
    const known = this.#kept(subjectId);
    if (known) return known;
    const bytes = randomBytes(KEY_BYTES);
    const key = randomBytes(6).toString('hex');
    const wrapped = Buffer.from(this.#keyring.wrap(bytes)).toString('base64');
    try {
      await this.#keys.insertOne({ _id: subjectId, key, wrapped });
      return this.#keep(subjectId, key, bytes);
    } catch (error) {
      if (!isDuplicateKey(error)) throw asStoreError(error);
    }
    const winner = await this.forReading(subjectId);
    if (!winner) throw new AppError('illegal', `the contents of ${subjectId} have been erased`);
    return winner;
  }

  /** Leaves a mark without a key, also for a subject that never had one. */
  async destroy(subjectId: string): Promise<void> {
    this.#unwrapped.delete(subjectId);
    const update = { $set: { key: '', erased: true }, $unset: { wrapped: 1 } };
    await storing(this.#keys.updateOne({ _id: subjectId }, update, { upsert: true }));
    this.#unwrapped.delete(subjectId);
  }

  #kept(subjectId: string): DataKey | undefined {
    const kept = this.#unwrapped.get(subjectId);
    return kept && kept.until > performance.now() ? kept.key : undefined;
  }

  #opened(document: KeyDocument | undefined): DataKey | undefined {
    return document?.wrapped === undefined
      ? undefined
      : this.#keep(document._id, document.key, this.#unwrap(document.wrapped));
  }

  async #find(subjectId: string): Promise<KeyDocument | undefined> {
    return (await storing(this.#keys.findOne({ _id: subjectId }))) ?? undefined;
  }

  #unwrap(wrapped: string): Uint8Array {
    return this.#keyring.unwrap(Buffer.from(wrapped, 'base64'));
  }

  #keep(subjectId: string, id: string, bytes: Uint8Array): DataKey {
    const key = { id, secret: createSecretKey(bytes) };
    this.#unwrapped.set(subjectId, { key, until: performance.now() + KEPT_FOR });
    return key;
  }
}
