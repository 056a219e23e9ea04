import { setTimeout as timeout } from 'node:timers/promises';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { WatchCasesRequest, WatchCasesResponseSchema } from '@lapor/contracts/agency/v1/agency_cases';
import type { AgencyFeed, FeedMessage } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import type { Machine } from '../domain/agency.ts';
import { type AgencyKeys, isRefusal } from './agency-keys.ts';

type Told = MessageInitShape<typeof WatchCasesResponseSchema>;

const HEARTBEAT_MILLISECONDS = 15_000;
/** How often it is asked whether the key still opens: with what is remembered of the answer, revoking cuts within 7 s. */
const CHECK_MILLISECONDS = 3_000;
/** So long a watch goes on while the directory cannot be asked. */
const TRUST_MILLISECONDS = 9_000;
/** Of one key in this process: more are a client that forgets to end its calls. */
const MOST_PER_KEY = 16;

export interface WatchOptions {
  readonly keys: AgencyKeys;
  readonly feed: AgencyFeed;
  readonly stopping: AbortSignal;
}

export interface Watches {
  watch(
    request: WatchCasesRequest,
    authorization: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<Told>;
}

/** Feeds as streams of calls, each for as long as its key opens. */
export function createWatches({ keys, feed, stopping }: WatchOptions): Watches {
  const open = new Map<string, number>();
  return {
    async *watch({ resumeToken }, authorization, signal) {
      const machine = await keys.resolve(authorization);
      const others = open.get(machine.keyId) ?? 0;
      if (others >= MOST_PER_KEY)
        throw new AppError('rate_limited', `a key watches at most ${MOST_PER_KEY} times at once`);
      open.set(machine.keyId, others + 1);
      const ended = new AbortController();
      const all = AbortSignal.any([signal, stopping, ended.signal]);
      const reading = { signal: all, ...(resumeToken === '' ? {} : { after: resumeToken }) };
      const messages = feed.read(machine.agencyId, reading)[Symbol.asyncIterator]();
      try {
        const trust = trustIn(keys, authorization, machine);
        yield* tell(messages, resumeToken, trust, all);
        if (stopping.aborted) throw new AppError('unavailable', 'restarting: go on with the resume token');
      } finally {
        // First: one that waits for news cannot hear of its end otherwise.
        ended.abort();
        void messages.return?.().catch(() => {});
        const left = (open.get(machine.keyId) ?? 1) - 1;
        if (left === 0) open.delete(machine.keyId);
        else open.set(machine.keyId, left);
      }
    },
  };
}

/** Events as they come, and between them a heartbeat when there was nothing to tell for a while. */
async function* tell(
  messages: AsyncIterator<FeedMessage>,
  begun: string,
  trust: () => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<Told> {
  let resumeToken = begun;
  let toldAt = performance.now();
  let checkedAt = toldAt;
  let next = messages.next();
  try {
    for (;;) {
      const result = await soon(next, signal);
      if (performance.now() - checkedAt >= CHECK_MILLISECONDS) {
        await trust();
        checkedAt = performance.now();
      }
      if (result === 'nothing') {
        if (performance.now() - toldAt < HEARTBEAT_MILLISECONDS) continue;
        yield { what: { case: 'heartbeat', value: {} }, resumeToken };
      } else if (result.done === true) {
        return;
      } else {
        resumeToken = result.value.position;
        yield { what: { case: 'event', value: eventOf(result.value) }, resumeToken };
        next = messages.next();
      }
      toldAt = performance.now();
    }
  } catch (error) {
    throw inOurWords(error);
  } finally {
    // Nobody waits for it any more.
    next.catch(() => {});
  }
}

async function soon(
  next: Promise<IteratorResult<FeedMessage, unknown>>,
  signal: AbortSignal,
): Promise<IteratorResult<FeedMessage, unknown> | 'nothing'> {
  const settled = new AbortController();
  const waited = timeout(CHECK_MILLISECONDS, 'nothing' as const, {
    signal: AbortSignal.any([signal, settled.signal]),
    ref: false,
  }).catch(() => next);
  try {
    return await Promise.race([next, waited]);
  } finally {
    settled.abort();
  }
}

/** Throws when the key opens nothing any more, or another's feed; bears with a directory that is away for a moment. */
function trustIn(keys: AgencyKeys, authorization: string | undefined, begun: Machine): () => Promise<void> {
  let confirmedAt = performance.now();
  return async () => {
    try {
      const machine = await keys.resolve(authorization);
      if (machine.agencyId !== begun.agencyId)
        throw new AppError('unauthenticated', 'the key is another agency’s now');
      confirmedAt = performance.now();
    } catch (error) {
      if (isRefusal(error) || performance.now() - confirmedAt > TRUST_MILLISECONDS) throw error;
    }
  };
}

function eventOf({ id, type, aggregateId, feedSeq, time, body }: FeedMessage) {
  return { id, type, caseId: aggregateId, feedSeq, time: timestampFromDate(new Date(time)), body };
}

/** The feed speaks of the position it reads after: here that is the resume token. */
function inOurWords(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const issues = error.issues.map(({ field, rule }) => ({
    field: field === 'after' ? 'resumeToken' : field,
    rule,
  }));
  return new AppError(error.code, error.message.replace(/^after:/, 'resumeToken:'), {
    issues,
    extra: error.extra,
    retryable: error.retryable,
    cause: error,
  });
}
