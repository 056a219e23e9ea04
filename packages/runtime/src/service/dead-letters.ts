import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { reachOf } from '@lapor/contracts';
import type { ServiceImplementation } from '@lapor/contracts';
import { type Caller, CallerKind } from '@lapor/contracts/common/v1/common';
import type { DeadLettersService } from '@lapor/contracts/events/v1/dead_letters';
import { DeadLetterSchema } from '@lapor/contracts/events/v1/dead_letters';
import type { DeadLetter, EventBus, Relay } from '@lapor/events';
import { AppError, notFound } from '@lapor/kernel';
import type { ServiceName } from './platform.ts';
import { publishedEventOf } from './published-events.ts';

function requireOperator(caller: Caller): void {
  if (caller.kind !== CallerKind.SYSTEM && reachOf(caller, 'operate') === undefined)
    throw new AppError('forbidden', 'dead letters are for the national admin');
}

function toWire({ id, durable, event, reason, attempts, at, waitingBehind }: DeadLetter) {
  return create(DeadLetterSchema, {
    id,
    service: durable,
    event: publishedEventOf(event),
    reason,
    attempts,
    at: timestampFromDate(new Date(at)),
    waitingBehind,
  });
}

/** Served by the host for every service: its consumers and its relays are its own, though the bus is everybody's. */
export function deadLettersService(
  bus: Pick<EventBus, 'deadLetters' | 'replayDeadLetter'>,
  service: ServiceName,
  refusing: readonly Pick<Relay, 'refused' | 'retry'>[],
): ServiceImplementation<typeof DeadLettersService> {
  return {
    async listDeadLetters(_request, { caller }) {
      requireOperator(caller);
      const letters = [
        ...(await bus.deadLetters(service)),
        ...refusing.flatMap((source) => source.refused()),
      ];
      return { letters: letters.toSorted((a, b) => a.at.localeCompare(b.at)).map(toWire) };
    },
    async replayDeadLetter({ id }, { caller }) {
      requireOperator(caller);
      if (refusing.some((source) => source.retry(id))) return {};
      const letters = await bus.deadLetters(service);
      if (!letters.some((letter) => letter.id === id)) throw notFound('dead letter', id);
      await bus.replayDeadLetter(id);
      return {};
    },
  };
}
