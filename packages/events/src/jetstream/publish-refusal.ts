import { AppError } from '@lapor/kernel';
import { JetStreamApiError } from '@nats-io/jetstream';
import { InvalidArgumentError } from '@nats-io/transport-node';
import type { BusEvent } from '../bus-event.ts';

/** JSStreamMessageExceedsMaximumErr: larger than `max_msg_size` of the stream. */
const LARGER_THAN_STREAM_TAKES = 10054;

/** An event larger than the stream, or the server (`max_payload`), takes: no repetition mends that. Undefined: anything else. */
export function publishRefusal({ id }: Pick<BusEvent, 'id'>, cause: unknown): AppError | undefined {
  const tooLarge =
    cause instanceof InvalidArgumentError ||
    (cause instanceof JetStreamApiError && cause.code === LARGER_THAN_STREAM_TAKES);
  if (!tooLarge) return undefined;
  return new AppError('too_large', `NATS does not take ${id}: ${cause.message}`, {
    cause,
    extra: { eventId: id },
  });
}
