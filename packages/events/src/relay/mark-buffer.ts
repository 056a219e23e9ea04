import { reasonOf } from '../consume/decisions.ts';
import type { AckTrust, Outbox } from '../event-bus.ts';
import type { Log } from '../log.ts';

export interface MarkBufferOptions {
  readonly outbox: Outbox;
  readonly trust: AckTrust | undefined;
  readonly batchMilliseconds: number;
  readonly log: Log;
}

interface Acked {
  readonly head: number;
  /** `performance.now()`. */
  readonly ackedAt: number;
}

/** The oldest ack of an aggregate that is not marked, and the newest one after it. */
interface Waiting extends Acked {
  readonly newer?: Acked;
}

/** Batches `markPublished`, each mark trailing its ack for as long as the ack is not to be trusted. */
export class MarkBuffer {
  readonly #options: MarkBufferOptions;
  readonly #trailMilliseconds: number;
  /** In the order of their acks. */
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: MarkBufferOptions) {
    this.#options = options;
    this.#trailMilliseconds = options.trust?.afterMilliseconds ?? 0;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Published, but not marked yet. */
  has(aggregateId: string): boolean {
    return this.#waiting.has(aggregateId);
  }

  add(aggregateId: string, head: number): void {
    const acked = { head, ackedAt: performance.now() };
    const waiting = this.#waiting.get(aggregateId);
    // The older one keeps its turn: else what is always written to would never be marked, and so never be trimmed.
    this.#waiting.set(aggregateId, waiting ? { ...waiting, newer: acked } : acked);
    this.#schedule();
  }

  /** Forgets the marks whose acks may not hold; answers whose they were. */
  takeDoubtful(): string[] {
    const ids = [...this.#waiting.keys()];
    this.#waiting.clear();
    return ids;
  }

  /** Writes what may be written; the rest is published again after the next start and dropped as known. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#flushing;
    await this.#flush();
  }

  #schedule(): void {
    const [oldest] = this.#waiting.values();
    if (this.#timer || this.#stopped || !oldest) return;
    const trusted = oldest.ackedAt + this.#trailMilliseconds - performance.now();
    const wait = Math.max(0, trusted) + this.#options.batchMilliseconds;
    this.#timer = setTimeout(() => {
      // One after the other: an older mark must not overtake a newer one of the same aggregate.
      this.#flushing = this.#flush().finally(() => {
        this.#timer = undefined;
        this.#schedule();
      });
    }, wait);
  }

  async #flush(): Promise<void> {
    const { outbox, trust, log } = this.#options;
    const { context } = outbox;
    if (this.#waiting.size === 0) return;
    const ackedBefore = performance.now() - this.#trailMilliseconds;
    try {
      await trust?.confirm();
      // Only now: what became doubtful meanwhile is no longer among them.
      const marks = this.#take(ackedBefore);
      if (marks.length > 0) await outbox.markPublished(marks);
    } catch (error) {
      // What is not marked, the sweep finds again; the bus drops the second publication.
      log.warn({ context, reason: reasonOf(error) }, 'marks were not written');
    }
  }

  #take(ackedBefore: number): { readonly aggregateId: string; readonly head: number }[] {
    const marks: { aggregateId: string; head: number }[] = [];
    for (const [aggregateId, { head, ackedAt, newer }] of this.#waiting) {
      if (ackedAt > ackedBefore) break;
      this.#waiting.delete(aggregateId);
      const both = newer !== undefined && newer.ackedAt <= ackedBefore;
      marks.push({ aggregateId, head: both ? newer.head : head });
      if (newer && !both) this.#waiting.set(aggregateId, newer);
    }
    return marks;
  }
}
