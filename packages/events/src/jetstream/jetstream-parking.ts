import { newId } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { KvWatchEntry } from '@nats-io/kv';
import type { QueuedIterator } from '@nats-io/transport-node';
import { reasonOf } from '../consume/decisions.ts';
import type { Parking } from '../consume/transport.ts';
import type { BusEvent } from '../bus-event.ts';
import type { Log } from '../log.ts';
import type { Letter, LetterBox } from './letter-box.ts';

/** A replica that asked to replay and died holds others up this long; one that needs longer is only joined by another. */
const CLAIM_MILLISECONDS = 60_000;

export interface JetStreamParkingOptions {
  readonly box: LetterBox;
  readonly durable: string;
  readonly context: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The parked events of one consumer, shared by its replicas; who is parked is followed by a watch. */
export class JetStreamParking implements Parking {
  readonly #options: JetStreamParkingOptions;
  readonly #self = newId();
  readonly #parked = new Set<string>();
  /** Sequences still to be replayed, from the last listing. */
  readonly #listed = new Map<string, number[]>();
  #watch: QueuedIterator<KvWatchEntry> | undefined;
  #recheck: NodeJS.Timeout | undefined;
  #onReplay: (aggregateId: string) => void = () => {};

  constructor(options: JetStreamParkingOptions) {
    this.#options = options;
  }

  /** Follows the letters; calls back when this replica is to replay one. */
  async start(onReplay: (aggregateId: string) => void): Promise<void> {
    this.#onReplay = onReplay;
    await this.#claimAll();
    const { box, durable, context } = this.#options;
    this.#watch = await box.bucket.watch({ key: `letter.${durable}.${context}.*` });
    void this.#follow(this.#watch);
    this.#recheck = setInterval(() => void this.#claimAll(), CLAIM_MILLISECONDS / 2).unref();
  }

  stop(): void {
    clearInterval(this.#recheck);
    this.#watch?.stop();
  }

  has(aggregateId: string): boolean {
    return this.#parked.has(aggregateId);
  }

  async bury(event: BusEvent, reason: string, attempts: number): Promise<void> {
    const { box, clock } = this.#options;
    const lane = this.#lane(event.aggregateId);
    const at = clock.now().toISOString();
    for (;;) {
      await box.park(lane, event);
      const stored = await box.find(lane);
      const earlier = stored && stored.letter.event.pubSeq < event.pubSeq;
      // Another replica's letter for an earlier event stands; in a replay that event is gone already.
      if (earlier && (await box.parked(lane, stored.letter.event.pubSeq))) break;
      if (await box.write(lane, { event, reason, attempts, at }, stored?.revision)) break;
    }
    this.#parked.add(event.aggregateId);
  }

  async wait(event: BusEvent): Promise<boolean> {
    const { box } = this.#options;
    const lane = this.#lane(event.aggregateId);
    let put = false;
    for (;;) {
      const stored = await box.find(lane);
      if (!stored) break;
      await box.park(lane, event);
      put = true;
      // A new revision, so that a release that has not seen the event fails.
      if (await box.write(lane, stored.letter, stored.revision)) return true;
    }
    this.#parked.delete(event.aggregateId);
    if (put) await box.unpark(lane, event.pubSeq);
    return false;
  }

  async first(aggregateId: string): Promise<BusEvent | undefined> {
    const { box } = this.#options;
    const lane = this.#lane(aggregateId);
    let seqs = this.#listed.get(aggregateId) ?? [];
    if (seqs.length === 0) seqs = await box.parkedSeqs(lane);
    this.#listed.set(aggregateId, seqs);
    while (seqs[0] !== undefined) {
      const event = await box.parked(lane, seqs[0]);
      if (event) return event;
      seqs.shift();
    }
    this.#listed.delete(aggregateId);
    return undefined;
  }

  async remove(aggregateId: string, pubSeq: number): Promise<void> {
    await this.#options.box.unpark(this.#lane(aggregateId), pubSeq);
    const seqs = this.#listed.get(aggregateId);
    if (seqs?.[0] === pubSeq) seqs.shift();
  }

  async release(aggregateId: string): Promise<boolean> {
    const { box } = this.#options;
    const lane = this.#lane(aggregateId);
    this.#listed.delete(aggregateId);
    const stored = await box.find(lane);
    if (stored) {
      if ((await box.parkedSeqs(lane)).length > 0) return false;
      if (!(await box.delete(lane, stored.revision))) return false;
    }
    this.#parked.delete(aggregateId);
    return true;
  }

  #lane(aggregateId: string): string {
    return `${this.#options.durable}.${this.#options.context}.${aggregateId}`;
  }

  async #follow(watch: QueuedIterator<KvWatchEntry>): Promise<void> {
    const { log, durable, context } = this.#options;
    try {
      for await (const entry of watch) {
        const aggregateId = entry.key.slice(entry.key.lastIndexOf('.') + 1);
        if (entry.operation !== 'PUT') {
          this.#parked.delete(aggregateId);
          continue;
        }
        this.#parked.add(aggregateId);
        if (entry.json<Letter>().replay) await this.#claim(aggregateId);
      }
    } catch (error) {
      // The guard keeps the order without it; the periodic look finds replays.
      log.warn({ durable, context, reason: reasonOf(error) }, 'dead letters cannot be followed');
    }
  }

  async #claimAll(): Promise<void> {
    const { box, durable, context, log } = this.#options;
    try {
      for (const key of await box.keys(`letter.${durable}.${context}.*`)) {
        const aggregateId = key.slice(key.lastIndexOf('.') + 1);
        this.#parked.add(aggregateId);
        await this.#claim(aggregateId);
      }
    } catch (error) {
      log.warn({ durable, context, reason: reasonOf(error) }, 'dead letters cannot be looked through');
    }
  }

  /** One replica replays; which one is settled by the letter's revision. */
  async #claim(aggregateId: string): Promise<void> {
    const { box } = this.#options;
    const lane = this.#lane(aggregateId);
    const stored = await box.find(lane);
    const replay = stored?.letter.replay;
    if (!replay) return;
    const now = Date.now();
    if (replay.until !== undefined && replay.until > now) return;
    const claimed = { ...stored.letter, replay: { by: this.#self, until: now + CLAIM_MILLISECONDS } };
    if (await box.write(lane, claimed, stored.revision)) this.#onReplay(aggregateId);
  }
}
