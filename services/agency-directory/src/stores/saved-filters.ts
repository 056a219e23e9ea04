import { createSecretKey, randomBytes } from 'node:crypto';
import { AppError, newId } from '@lapor/kernel';
import { type Keyring, openSealed, seal, type StoreConnection } from '@lapor/store';
import { insertUnlessThere, openDocuments } from './documents.ts';
import {
  addFilter,
  removeFilter,
  takeOverFilters,
  type SavedFilter,
} from '../domain/officer/saved-filters.ts';

/** Filters of the inbox that officers keep under a name. What they look for may tell of people: sealed, and gone when removed. */
export interface SavedFilters {
  /** In the order of their names. */
  list(officerId: string): Promise<readonly SavedFilter[]>;
  /** Under a name there is already, it takes the place of that one. @throws AppError invalid, illegal when there are too many */
  save(officerId: string, filter: Omit<SavedFilter, 'id'>): Promise<void>;
  /** Of whoever leaves: to who takes over, or destroyed where nobody does. Idempotent. */
  handOver(officerId: string, successorId: string | undefined): Promise<void>;
  /** Idempotent. */
  remove(officerId: string, id: string): Promise<void>;
}

interface FiltersDocument {
  /** The officer's id. */
  readonly _id: string;
  readonly version: number;
  /** Base64: a key made for this version alone, wrapped, and the list sealed under it. */
  readonly key: string;
  readonly sealed: string;
}

const MOST_TRIES = 8;
const KEY_BYTES = 32;

export function openSavedFilters(connection: StoreConnection, keys: Keyring): SavedFilters {
  const documents = openDocuments<FiltersDocument>(connection, 'saved_filters');

  const sealedFor = (
    officerId: string,
    version: number,
    filters: readonly SavedFilter[],
  ): FiltersDocument => {
    const key = randomBytes(KEY_BYTES);
    const sealed = seal(createSecretKey(key), Buffer.from(JSON.stringify(filters)), Buffer.from(officerId));
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    return { _id: officerId, version, key: base64(keys.wrap(key)), sealed: base64(sealed) };
  };

  const read = async (officerId: string) => {
    const found = await documents.findOne({ _id: officerId });
    if (found === null) return { version: 0, filters: [] };
    const key = createSecretKey(keys.unwrap(Buffer.from(found.key, 'base64')));
    const text = openSealed(key, Buffer.from(found.sealed, 'base64'), Buffer.from(officerId)).toString();
    return { version: found.version, filters: JSON.parse(text) as readonly SavedFilter[] };
  };

  const write = async (next: FiltersDocument, before: number): Promise<boolean> => {
    if (before === 0) return insertUnlessThere(documents, next);
    const { _id, ...$set } = next;
    return (await documents.updateOne({ _id, version: before }, { $set })).matchedCount === 1;
  };

  const change = async (
    officerId: string,
    decide: (filters: readonly SavedFilter[]) => readonly SavedFilter[],
  ): Promise<void> => {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const { version, filters } = await read(officerId);
      const next = decide(filters);
      if (next === filters || (await write(sealedFor(officerId, version + 1, next), version))) return;
    }
    throw new AppError('conflict', 'the filters are being changed elsewhere', { retryable: true });
  };

  return {
    list: async (officerId) => (await read(officerId)).filters,
    save: (officerId, filter) =>
      change(officerId, (filters) => addFilter(filters, { ...filter, id: newId() })),
    async handOver(officerId, successorId) {
      const { filters: left } = await read(officerId);
      if (successorId !== undefined && left.length > 0)
        await change(successorId, (own) => takeOverFilters(own, left));
      await documents.deleteOne({ _id: officerId });
    },
    remove: (officerId, id) => change(officerId, (filters) => removeFilter(filters, id)),
  };
}
