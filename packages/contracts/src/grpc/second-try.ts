import { setTimeout as delay } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type { StatusObject } from '@grpc/grpc-js';
import type { DescMethod } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as Level } from '@bufbuild/protobuf/wkt';
import { cameFromHandler } from './error-status.ts';

/** Calls that lost the same connection do not all come back in the same moment. */
const PAUSE_MILLISECONDS = { least: 20, most: 100 };

/** A call whose contract says that twice is as good as once: a read. */
export function isRepeatable({ idempotency }: DescMethod): boolean {
  return idempotency !== Level.IDEMPOTENCY_UNKNOWN;
}

/** The connection broke, or the replica went away: nothing that a service said. */
export function wasDropped(failure: Pick<StatusObject, 'code' | 'metadata'>): boolean {
  return failure.code === status.UNAVAILABLE && !cameFromHandler(failure);
}

/** Waits before a second try; not past `deadline` (Unix time in milliseconds). @throws when the signal is aborted */
export async function beforeSecondTry(deadline: number, signal: AbortSignal | undefined): Promise<void> {
  const { least, most } = PAUSE_MILLISECONDS;
  const pause = Math.min(least + Math.random() * (most - least), deadline - Date.now());
  await delay(Math.max(0, pause), undefined, signal === undefined ? {} : { signal });
}
