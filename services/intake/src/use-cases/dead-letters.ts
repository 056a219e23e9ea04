import { timestampDate } from '@bufbuild/protobuf/wkt';
import { reachOf } from '@lapor/contracts';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { DeadLetter } from '@lapor/contracts/events/v1/dead_letters';
import { AppError, notFound } from '@lapor/kernel';
import type { DeadLetterClients } from '../remotes/dead-letter-clients.ts';

export interface DeadLetterView {
  readonly id: string;
  readonly service: string;
  readonly reason: string;
  readonly attempts: number;
  readonly at: string;
  readonly waitingBehind: number;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly aggregateId: string;
    readonly pubSeq: number;
    readonly time: string;
    /** What it says. Never text or identity: no event has any. */
    readonly body: unknown;
  };
}

export interface DeadLetterList {
  readonly letters: readonly DeadLetterView[];
  /** Services that did not answer: theirs are not among the letters. */
  readonly silent: readonly string[];
}

export function requireOperator(caller: Caller): void {
  if (reachOf(caller, 'operate') === undefined)
    throw new AppError('forbidden', 'dead letters are for the national admin');
}

/** Of all services, oldest first. One that is down does not hide the others'. */
export async function listDeadLetters(clients: DeadLetterClients, caller: Caller): Promise<DeadLetterList> {
  requireOperator(caller);
  const silent: string[] = [];
  const answers = Object.entries(clients).map(async ([service, client]) => {
    try {
      return (await client.listDeadLetters({}, { caller })).letters;
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable) throw error;
      silent.push(service);
      return [];
    }
  });
  const letters = (await Promise.all(answers)).flat().map(viewOf);
  return { letters: letters.toSorted((a, b) => a.at.localeCompare(b.at)), silent: silent.toSorted() };
}

/** @throws AppError not_found; unavailable when it may be with a service that does not answer */
export async function replayDeadLetter(
  clients: DeadLetterClients,
  caller: Caller,
  id: string,
): Promise<void> {
  const { letters, silent } = await listDeadLetters(clients, caller);
  const letter = letters.find((one) => one.id === id);
  const owner = Object.entries(clients).find(([service]) => service === letter?.service);
  if (owner !== undefined) {
    const [, client] = owner;
    await client.replayDeadLetter({ id }, { caller });
    return;
  }
  if (silent.length > 0) throw new AppError('unavailable', `${silent.join(', ')} did not answer`);
  throw notFound('dead letter', id);
}

function viewOf({ id, service, event, reason, attempts, at, waitingBehind }: DeadLetter): DeadLetterView {
  const iso = (time: typeof at) => (time === undefined ? new Date(0) : timestampDate(time)).toISOString();
  return {
    id,
    service,
    reason,
    attempts,
    at: iso(at),
    waitingBehind,
    event: {
      id: event?.id ?? '',
      type: event?.type ?? '',
      aggregateId: event?.aggregateId ?? '',
      pubSeq: event?.pubSeq ?? 0,
      time: iso(event?.time),
      body: readBody(event?.body ?? ''),
    },
  };
}

/** An event may be dead just because its body is no JSON. What a protected case is about is not for the operator either. */
function readBody(body: string): unknown {
  try {
    const read = JSON.parse(body) as Partial<Record<'case' | 'filing', { readonly protected?: boolean }>>;
    const hidden = read.case?.protected === true || read.filing?.protected === true;
    return hidden ? { protected: true } : read;
  } catch {
    return body;
  }
}
