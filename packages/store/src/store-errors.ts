import { AppError } from '@lapor/kernel';

/** MongoDB's "duplicate key"; the embedded driver answers with the same. */
const DUPLICATE_KEY = 11_000;

/** Whether a write failed because its `_id` (or a unique index) is taken. */
export function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === DUPLICATE_KEY;
}

const UNREACHABLE =
  /^Mongo(ose)?(Network|ServerSelection|NotConnected|Pool|Topology|WriteConcern|OperationTimeout)/;

/** A database that cannot be reached is `unavailable` (retryable); everything else stays what it was. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof Error && (UNREACHABLE.test(error.name) || isPassing(error))) {
    return new AppError('unavailable', 'the database does not answer', { cause: error });
  }
  return error;
}

/** What the server itself calls worth another try: an election, a shutdown. */
function isPassing(error: Error & { readonly errorLabels?: unknown }): boolean {
  return Array.isArray(error.errorLabels) && error.errorLabels.includes('RetryableWriteError');
}

/** `work`, its failures told apart as `asStoreError` does. */
export async function storing<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw asStoreError(error);
  }
}
