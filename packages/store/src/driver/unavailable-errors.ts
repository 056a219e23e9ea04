import { AppError } from '@lapor/kernel';
import { mongo } from 'mongoose';
import type { NativeCollection } from './native-collection.ts';

/** Calls that fail because the server cannot be reached now, or is changing its primary: worth trying again. */
export function asUnavailable(error: unknown): unknown {
  const first = behind(error);
  if (!isOfTheSocket(first) && !(first instanceof mongo.MongoError && isUnavailable(first))) return error;
  return new AppError('unavailable', 'the database cannot be reached', { cause: error });
}

/** A bulk write that found nobody comes as a refusal of the server, with what really happened inside. */
function behind(error: unknown): unknown {
  const inside = error instanceof mongo.MongoBulkWriteError ? error.errorResponse : undefined;
  return inside instanceof Error ? inside : error;
}

/** The driver passes on as it is what Node says of a socket whose other end has just gone. */
function isOfTheSocket(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof mongo.MongoError || !('code' in error)) return false;
  return error.code === 'EPIPE' || error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_DESTROYED';
}

function isUnavailable(error: mongo.MongoError): boolean {
  return (
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoNotConnectedError ||
    error instanceof mongo.MongoTopologyClosedError ||
    // Its class is not to be had.
    error.name === 'MongoWaitQueueTimeoutError' ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('RetryableReadError')
  );
}

/** The same object whose calls, and the calls of the cursors it gives, fail with `unavailable`. */
export function sayingUnavailable<Target extends NativeCollection | object>(target: Target): Target {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name, object);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown =>
        translated((member as (...all: unknown[]) => unknown).apply(object, args));
    },
  });
}

function translated(result: unknown): unknown {
  if (result instanceof Promise) {
    return result.catch((error: unknown) => {
      throw asUnavailable(error);
    });
  }
  return result instanceof mongo.AbstractCursor ? sayingUnavailable(result) : result;
}
