import { reasonOf } from '../consume/decisions.ts';
import type { Outbox } from '../event-bus.ts';
import type { Log } from '../log.ts';

/** Batches `markPublished`, each mark trailing its ack for as long as the ack is not to be trusted. */
export class MarkBuffer {
  readonly #outbox: Outbox;
  readonly #trailMilliseconds: number;
  readonly #log: Log;
  /** In the order of their acks. */
  readonly #waiting = new Map<string, { readonly head: number; readonly ackedAt: number }>();
  readonly #batchMilliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(outbox: Outbox, trailMilliseconds: number, batchMilliseconds: number, log: Log) {
    this.#outbox = outbox;
    this.#trailMilliseconds = trailMilliseconds;
    this.#batchMilliseconds = batchMilliseconds;
    this.#log = log;
  }

  /** Published, but not marked yet. */
  has(aggregateId: string): boolean {
    return this.#waiting.has(aggregateId);
  }

  add(aggregateId: string, head: number): void {
    this.#waiting.delete(aggregateId);
    this.#waiting.set(aggregateId, { head, ackedAt: performance.now() });
    this.#timer ??= setTimeout(() => this.#onTimer(), this.#trailMilliseconds + this.#batchMilliseconds);
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Forgets the marks whose acks may not hold; answers whose they were. */
  takeDoubtful(): string[] {
    const ids = [...this.#waiting.keys()];
    this.#waiting.clear();
    return ids;
  }

  /** Writes what may be written; the rest is published again after the next start and dropped as known. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flush();
    await this.#writing;
  }

  #onTimer(): void {
    this.#timer = undefined;
    this.#flush();
    const [next] = this.#waiting.values();
    if (!next) return;
    const wait = next.ackedAt + this.#trailMilliseconds - performance.now();
    this.#timer = setTimeout(() => this.#onTimer(), Math.max(0, wait) + this.#batchMilliseconds);
  }

  #flush(): void {
    const trustedBefore = performance.now() - this.#trailMilliseconds;
    const marks: { aggregateId: string; head: number }[] = [];
    for (const [aggregateId, { head, ackedAt }] of this.#waiting) {
      if (ackedAt > trustedBefore) break;
      marks.push({ aggregateId, head });
    }
    if (marks.length === 0) return;
    for (const { aggregateId } of marks) this.#waiting.delete(aggregateId);
    // One after the other: an older mark must not overtake a newer one of the same aggregate.
    this.#writing = this.#writing.then(() => this.#write(marks));
  }

  async #write(marks: readonly { readonly aggregateId: string; readonly head: number }[]): Promise<void> {
    try {
      await this.#outbox.markPublished(marks);
    } catch (error) {
      // The sweep finds them again; the bus drops the second publication.
      const { context } = this.#outbox;
      this.#log.warn({ context, marks: marks.length, reason: reasonOf(error) }, 'marks were not written');
    }
  }
}
