import { mongo } from 'mongoose';
import type { BulkFailure, BulkOutcome, Write, WriteOutcome } from './write-protocol.ts';

/** The driver's own class is not exported; this has what mongoose and our code read of it. */
export class EmbeddedBulkResult {
  readonly insertedCount: number;
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly deletedCount: number;
  readonly upsertedCount: number;
  readonly insertedIds: Readonly<Record<number, string>>;
  readonly upsertedIds: Readonly<Record<number, string>>;
  readonly ok = 1;
  readonly writeErrors: readonly BulkWriteError[];

  constructor(writes: readonly Write[], outcomes: BulkOutcome['outcomes']) {
    const inserted: Record<number, string> = {};
    const upserted: Record<number, string> = {};
    const errors: BulkWriteError[] = [];
    const counts = { matched: 0, modified: 0, deleted: 0 };
    for (const [index, outcome] of outcomes.entries()) {
      const write = writes[index]!;
      if ('failed' in outcome) {
        errors.push(new BulkWriteError(outcome.failed, index));
        continue;
      }
      if (write.kind === 'insert') inserted[index] = write.id;
      if (outcome.upsertedId !== undefined) upserted[index] = outcome.upsertedId;
      add(counts, outcome);
    }
    this.insertedIds = inserted;
    this.insertedCount = Object.keys(inserted).length;
    this.upsertedIds = upserted;
    this.upsertedCount = Object.keys(upserted).length;
    this.matchedCount = counts.matched;
    this.modifiedCount = counts.modified;
    this.deletedCount = counts.deleted;
    this.writeErrors = errors;
  }

  hasWriteErrors(): boolean {
    return this.writeErrors.length > 0;
  }

  getWriteErrors(): readonly BulkWriteError[] {
    return this.writeErrors;
  }
}

/** The driver counts what was deleted apart from what was matched. */
function add(counts: { matched: number; modified: number; deleted: number }, outcome: WriteOutcome): void {
  counts.matched += outcome.matched - outcome.deleted;
  counts.modified += outcome.modified;
  counts.deleted += outcome.deleted;
}

export class BulkWriteError {
  /** mongoose moves `index` when it left invalid documents out before. */
  readonly err: BulkFailure & { index: number };

  constructor(failure: BulkFailure, index: number) {
    this.err = { ...failure, index };
  }

  get code(): number {
    return this.err.code;
  }

  get index(): number {
    return this.err.index;
  }

  get errmsg(): string {
    return this.err.message;
  }
}

/** The result, or the error the driver throws when an operation failed. */
export function bulkResult(writes: readonly Write[], { outcomes }: BulkOutcome): EmbeddedBulkResult {
  const result = new EmbeddedBulkResult(writes, outcomes);
  const [first] = result.writeErrors;
  if (!first) return result;
  const described = { message: first.errmsg, code: first.code, writeErrors: result.writeErrors };
  throw new mongo.MongoBulkWriteError(
    described as unknown as ConstructorParameters<typeof mongo.MongoBulkWriteError>[0],
    result as unknown as mongo.BulkWriteResult,
  );
}
