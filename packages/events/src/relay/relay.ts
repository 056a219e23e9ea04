import { type Clock, systemClock } from '@lapor/kernel';
import { reasonOf, retryDelay } from '../consume/decisions.ts';
import type { DeadLetter, EventBus, Outbox, OutboxHint, Relay } from '../event-bus.ts';
import type { OutgoingEvent } from '../bus-event.ts';
import type { Log } from '../log.ts';
import { addHint, type Lane, newLane } from './lane.ts';
import { MarkBuffer } from './mark-buffer.ts';
import { headAfter, PublishedHeads, stillToPublish } from './published-heads.ts';
import { isRefusal, Refusals } from './refusals.ts';
import { SweepRound } from './sweep-round.ts';

export interface RelayOptions {
  readonly outbox: Outbox;
  readonly bus: EventBus;
  readonly log: Log;
  /** Dates refusals; the relay itself waits in real time only. */
  readonly clock?: Clock;
  /** How often to look for what a crash (or another replica's) left unpublished. Default 5,000. */
  readonly sweepMilliseconds?: number;
  /**
   * How long marks are gathered. Default 2,000: what an aggregate publishes in quick succession is marked once. What a crash
   * leaves unmarked goes out again, and the bus knows it.
   */
  readonly markBatchMilliseconds?: number;
  /** So many are looked at at once where much lies unpublished. Default 10,000. */
  readonly mostSwept?: number;
}

const AT_ONCE = 256;
const MOST_LANES = 20_000;
const MOST_HEADS = 50_000;
const SWEEP_AT_ONCE = 500;
const MOST_SWEPT = 10_000;
const BACKLOG_MILLISECONDS = 250;
const MARK_BATCH_MILLISECONDS = 2_000;
const RETRY_DELAYS: readonly number[] = [100, 250, 500, 1_000, 2_000, 5_000];

/** Carries an outbox to the bus: every pending event of an aggregate in order, aggregates in parallel. */
export function startRelay(options: RelayOptions): Relay {
  return new OutboxRelay(options);
}

class OutboxRelay implements Relay {
  readonly #outbox: Outbox;
  readonly #bus: EventBus;
  readonly #log: Log;
  readonly #heads = new PublishedHeads(MOST_HEADS);
  readonly #marks: MarkBuffer;
  readonly #lanes = new Map<string, Lane>();
  readonly #refusals: Refusals;
  readonly #clock: Clock;
  readonly #ready: string[] = [];
  readonly #whenSettled: (() => void)[] = [];
  /** Seen unpublished by an earlier sweep, and when first: another replica may be at it. */
  readonly #suspects = new Map<string, number>();
  readonly #round = new SweepRound();
  readonly #mostSwept: number;
  readonly #graceMilliseconds: number;
  readonly #stopDoubting: (() => void) | undefined;
  readonly #sweepMilliseconds: number;
  #sweepTimer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void>;
  /** Counts the times acks became doubtful. */
  #doubts = 0;
  #running = 0;
  #stopped = false;

  constructor(options: RelayOptions) {
    this.#outbox = options.outbox;
    this.#bus = options.bus;
    this.#log = options.log;
    this.#clock = options.clock ?? systemClock;
    this.#refusals = new Refusals(options.outbox.context);
    const trust = options.bus.ackTrust;
    const batchMilliseconds = options.markBatchMilliseconds ?? MARK_BATCH_MILLISECONDS;
    this.#marks = new MarkBuffer({
      outbox: options.outbox,
      trust,
      batchMilliseconds,
      log: options.log,
    });
    this.#graceMilliseconds = (trust?.afterMilliseconds ?? 0) + batchMilliseconds + 1_000;
    this.#stopDoubting = trust?.onDoubt(() => this.#publishAgain());
    this.#sweepMilliseconds = options.sweepMilliseconds ?? 5_000;
    this.#mostSwept = options.mostSwept ?? MOST_SWEPT;
    this.#sweeping = this.#sweep(0);
  }

  notify(hint: OutboxHint): void {
    if (this.#stopped) return;
    const lane = this.#laneOf(hint.aggregateId);
    // Too much waits already: the next sweep finds it.
    if (!lane) return;
    addHint(lane, hint);
    this.#schedule(hint.aggregateId, lane);
  }

  async settled(): Promise<void> {
    await this.#sweeping;
    while (this.#lanes.size > 0 && !this.#stopped) {
      await new Promise<void>((done) => this.#whenSettled.push(done));
    }
  }

  refused(): readonly DeadLetter[] {
    return this.#refusals.letters;
  }

  retry(letterId: string): boolean {
    const aggregateId = this.#refusals.aggregateOf(letterId);
    if (aggregateId === undefined || this.#stopped) return false;
    this.#read(aggregateId);
    return true;
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#sweepTimer);
    this.#stopDoubting?.();
    this.#ready.length = 0;
    for (const [aggregateId, lane] of this.#lanes) {
      clearTimeout(lane.timer);
      if (!lane.running) this.#lanes.delete(aggregateId);
    }
    while (this.#running > 0) await new Promise<void>((done) => this.#whenSettled.push(done));
    this.#tellSettled();
    await this.#sweeping;
    await this.#marks.stop();
  }

  #laneOf(aggregateId: string): Lane | undefined {
    let lane = this.#lanes.get(aggregateId);
    if (lane) return lane;
    if (this.#lanes.size >= MOST_LANES) return undefined;
    lane = newLane();
    this.#lanes.set(aggregateId, lane);
    return lane;
  }

  #read(aggregateId: string): void {
    const lane = this.#laneOf(aggregateId);
    if (!lane) return;
    lane.read = true;
    lane.hints.length = 0;
    this.#schedule(aggregateId, lane);
  }

  #schedule(aggregateId: string, lane: Lane): void {
    if (lane.running || lane.timer) return;
    lane.running = true;
    this.#ready.push(aggregateId);
    this.#pump();
  }

  #pump(): void {
    while (this.#running < AT_ONCE) {
      const aggregateId = this.#ready.shift();
      if (aggregateId === undefined) return;
      const lane = this.#lanes.get(aggregateId);
      if (!lane) continue;
      this.#running++;
      void this.#run(aggregateId, lane);
    }
  }

  async #run(aggregateId: string, lane: Lane): Promise<void> {
    try {
      while ((lane.read || lane.hints.length > 0) && !this.#stopped) {
        await this.#step(aggregateId, lane);
        lane.failures = 0;
        this.#refusals.delete(aggregateId);
      }
    } catch (error) {
      this.#failed(aggregateId, lane, error);
    }
    this.#running--;
    lane.running = false;
    if (lane.read && !this.#stopped) {
      lane.timer = setTimeout(
        () => {
          delete lane.timer;
          this.#schedule(aggregateId, lane);
        },
        retryDelay(lane.failures, RETRY_DELAYS),
      );
    } else {
      this.#lanes.delete(aggregateId);
    }
    if (this.#lanes.size === 0 || this.#stopped) this.#tellSettled();
    this.#pump();
  }

  #failed(aggregateId: string, lane: Lane, error: unknown): void {
    const where = { context: this.#outbox.context, aggregateId, reason: reasonOf(error) };
    if (isRefusal(error)) {
      // The sweep comes back to it; until then it takes no lane from others.
      lane.read = false;
      lane.hints.length = 0;
      const { attempts } = this.#refusals.add(aggregateId, lane.events, error, this.#clock.now());
      if (attempts === 1) this.#log.error(where, 'an event cannot be published, what follows it waits');
      return;
    }
    lane.read = true;
    lane.failures++;
    this.#log.warn(where, 'publishing failed, will try again');
  }

  async #step(aggregateId: string, lane: Lane): Promise<void> {
    const hint = lane.hints.shift();
    if (!lane.read && hint) {
      const events = stillToPublish(hint, this.#heads.get(aggregateId));
      if (events) return this.#publish(aggregateId, hint.head, events);
    }
    lane.read = false;
    lane.hints.length = 0;
    lane.events = [];
    let pending;
    try {
      pending = await this.#outbox.pending(aggregateId);
    } catch (error) {
      lane.read = true;
      throw error;
    }
    const published = this.#heads.get(aggregateId)?.pubSeq ?? 0;
    const events = pending.events.filter((event) => event.pubSeq > published);
    await this.#publish(aggregateId, pending.head, events);
  }

  async #publish(aggregateId: string, head: number, events: readonly OutgoingEvent[]): Promise<void> {
    const doubts = this.#doubts;
    this.#lanes.get(aggregateId)!.events = events;
    if (events.length > 0) await this.#bus.publish(events);
    // A doubt during the publication: who knows which side of the cut the ack was on.
    if (doubts !== this.#doubts) {
      this.#lanes.get(aggregateId)!.read = true;
      return;
    }
    const known = headAfter(this.#heads.get(aggregateId), head, events);
    this.#heads.set(aggregateId, known);
    this.#marks.add(aggregateId, known.head);
  }

  /** The bus may have lost what it acknowledged last: everything unmarked goes out again. */
  #publishAgain(): void {
    this.#doubts++;
    this.#heads.clear();
    for (const aggregateId of this.#marks.takeDoubtful()) this.#read(aggregateId);
  }

  /** Finds what nobody publishes: after a crash, or when hints were dropped. */
  async #sweep(graceMilliseconds: number): Promise<void> {
    let full = false;
    try {
      // What is at work or only unmarked comes first in the list, being oldest: look beyond it.
      const limit = Math.min(SWEEP_AT_ONCE + this.#busy, this.#mostSwept);
      const ids = await this.#outbox.unpublishedIds(limit, this.#round.from);
      full = ids.length === limit;
      if (!this.#stopped) this.#takeUp(ids, graceMilliseconds);
      const all = this.#round.page(ids, { full, mayGrow: limit < this.#mostSwept });
      if (all !== undefined) this.#forgetPublished(all);
    } catch (error) {
      const { context } = this.#outbox;
      this.#log.warn({ context, reason: reasonOf(error) }, 'the outbox could not be swept');
    }
    if (this.#stopped) return;
    // A full page means a backlog: go on with it at once, without waiting whether another replica is at it.
    const wait = full ? BACKLOG_MILLISECONDS : this.#sweepMilliseconds;
    this.#sweepTimer = setTimeout(() => {
      this.#sweeping = this.#sweep(full ? 0 : this.#graceMilliseconds);
    }, wait).unref();
  }

  /** So many may lie in the outbox that need not be taken up. */
  get #busy(): number {
    return this.#marks.size + this.#lanes.size + this.#refusals.size;
  }

  #takeUp(ids: readonly string[], graceMilliseconds: number): void {
    const now = performance.now();
    for (const aggregateId of ids) {
      const since = this.#suspects.get(aggregateId) ?? now;
      this.#suspects.delete(aggregateId);
      if (this.#lanes.has(aggregateId) || this.#marks.has(aggregateId)) continue;
      if (this.#refusals.rests(aggregateId)) continue;
      if (now - since >= graceMilliseconds) this.#read(aggregateId);
      else this.#suspects.set(aggregateId, since);
    }
  }

  /** `unpublished`: all there is. */
  #forgetPublished(unpublished: ReadonlySet<string>): void {
    this.#refusals.keepOnly(unpublished);
    for (const aggregateId of this.#suspects.keys())
      if (!unpublished.has(aggregateId)) this.#suspects.delete(aggregateId);
  }

  #tellSettled(): void {
    for (const done of this.#whenSettled.splice(0)) done();
  }
}
