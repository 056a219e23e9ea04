import type { Head } from '@lapor/attest';
import { isDuplicateKey, Schema, type StoreConnection } from '@lapor/store';

/** A signed daily root as it lies there. */
export interface StoredRoot {
  /** The day, yyyy-mm-dd UTC. */
  readonly _id: string;
  /** Whose heads are the ones under it: two replicas may have been at the same day. */
  readonly run: string;
  readonly madeAt: Date;
  /** A compact JWS. */
  readonly signed: string;
}

/** Heads under a root, in the order of their ids: a subtree of `HEADS_PER_CHUNK`. */
export interface HeadChunk {
  readonly heads: readonly Head[];
  /** Hex. */
  readonly root: string;
}

/** Where a chunk begins, and its root. */
export interface ChunkPlace {
  readonly number: number;
  readonly first: string;
  readonly root: string;
}

/** A power of two: then the tree over all heads is the tree over the chunks' roots. */
export const HEADS_PER_CHUNK = 1_024;

export interface Anchors {
  saveChunk(day: string, run: string, number: number, chunk: HeadChunk): Promise<void>;
  places(day: string, run: string): Promise<readonly ChunkPlace[]>;
  heads(day: string, run: string, number: number): Promise<readonly Head[]>;
  /** False: another replica was first, and its root is the one. */
  saveRoot(root: StoredRoot): Promise<boolean>;
  /** The newest first. */
  newest(limit: number): Promise<readonly StoredRoot[]>;
  /** Those of these days that there are. */
  rootsOf(days: readonly string[]): Promise<readonly StoredRoot[]>;
}

interface StoredChunk extends HeadChunk {
  /** day:run:number */
  readonly _id: string;
  readonly first: string;
}

const loose = { versionKey: false as const, minimize: false, strict: false };
const id = { _id: { type: String, required: true } };
/** Chunk numbers sort as text. */
const DIGITS = 8;

export function openAnchors(connection: StoreConnection): Anchors {
  const chunks = connection.model<StoredChunk>('anchored_heads', new Schema(id, loose) as never).collection;
  const roots = connection.model<StoredRoot>('daily_roots', new Schema(id, loose) as never).collection;
  const chunkId = (day: string, run: string, number: number) =>
    `${day}:${run}:${String(number).padStart(DIGITS, '0')}` as never;
  return {
    async saveChunk(day, run, number, chunk) {
      const first = chunk.heads[0]?.id ?? '';
      await chunks.insertOne({ _id: chunkId(day, run, number), ...chunk, first });
    },
    async places(day, run) {
      const filter = { _id: { $gte: `${day}:${run}:`, $lt: `${day}:${run};` } };
      const found = await chunks
        .find(filter as never, { projection: { first: 1, root: 1 }, sort: { _id: 1 } })
        .toArray();
      return (found as unknown as StoredChunk[]).map(({ first, root }, number) => ({ number, first, root }));
    },
    async heads(day, run, number) {
      const found = (await chunks.findOne({
        _id: chunkId(day, run, number),
      })) as unknown as StoredChunk | null;
      return found?.heads ?? [];
    },
    async saveRoot(root) {
      try {
        await roots.insertOne(root as never);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async newest(limit) {
      const found = await roots.find({ _id: { $gt: '' as never } }, { sort: { _id: -1 }, limit }).toArray();
      return found as unknown as readonly StoredRoot[];
    },
    async rootsOf(days) {
      const found = await roots.find({ _id: { $in: days as never[] } }).toArray();
      return found as unknown as readonly StoredRoot[];
    },
  };
}
