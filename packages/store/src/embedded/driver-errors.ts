import { mongo } from 'mongoose';
import { isServerError } from './server-errors.ts';

/** What the writer threw, as the driver would throw it: mongoose and our code look at `code` and `keyPattern`. */
export function asDriverError(error: unknown): unknown {
  if (!isServerError(error)) return error;
  const { message, code, codeName, keyPattern, keyValue } = error;
  return new mongo.MongoServerError({ message, code, codeName, ...(keyPattern && { keyPattern, keyValue }) });
}
