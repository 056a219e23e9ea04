import type { EventWorker, Outcome, Tries } from './event-worker.ts';
import type { Delivery } from './transport.ts';

/** Something to be done for one aggregate: an event, or (without one) the replay of what is parked. */
interface Item {
  readonly delivery?: Delivery;
  tries: Tries;
  /** `performance.now()` before which it is not worked on. */
  notBefore: number;
}

/** The work of one aggregate, done one after the other. */
interface Lane {
  readonly aggregateId: string;
  /** In `pubSeq` order, a replay first. */
  readonly items: Item[];
  state: 'idle' | 'ready' | 'running';
  timer: NodeJS.Timeout | undefined;
  /** An event that was given back: what comes after it waits until it is here again, or this long. */
  awaited?: { readonly pubSeq: number; readonly until: number };
}

export interface ConsumeLoopOptions {
  readonly worker: EventWorker;
  /** Aggregates worked on at once. */
  readonly concurrency: number;
  /** Deliveries held at once, waiting ones included; `room` waits when there are more. */
  readonly mostHeld: number;
}

/** Spreads deliveries over lanes, one per aggregate: in order within, in parallel across, each waiting on its own. */
export class ConsumeLoop {
  readonly #options: ConsumeLoopOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #ready: Lane[] = [];
  readonly #waitingForRoom: (() => void)[] = [];
  #running = 0;
  #held = 0;
  #draining: { readonly resolve: () => void; readonly promise: Promise<void> } | undefined;

  constructor(options: ConsumeLoopOptions) {
    this.#options = options;
  }

  /** Deliveries waiting or being worked on. */
  get held(): number {
    return this.#held;
  }

  /** How many more may be accepted now. */
  get free(): number {
    return this.#draining ? 0 : Math.max(0, this.#options.mostHeld - this.#held);
  }

  /** Resolves when something more may be accepted, or the loop is draining. */
  async room(): Promise<void> {
    while (this.free === 0 && !this.#draining) {
      await new Promise<void>((done) => this.#waitingForRoom.push(done));
    }
  }

  accept(delivery: Delivery): void {
    if (this.#draining) {
      delivery.giveBack();
      return;
    }
    this.#held++;
    const lane = this.#laneOf(delivery.event.aggregateId);
    const item: Item = {
      delivery,
      tries: { attempt: delivery.attempt, waits: 0 },
      notBefore: performance.now() + (delivery.delayMilliseconds ?? 0),
    };
    // The one being worked on stays first, whatever comes.
    const first = lane.state === 'running' ? 1 : 0;
    let at = lane.items.length;
    while (at > first && pubSeqOf(lane.items[at - 1]) > delivery.event.pubSeq) at--;
    lane.items.splice(at, 0, item);
    if (lane.awaited && delivery.event.pubSeq <= lane.awaited.pubSeq) delete lane.awaited;
    this.#schedule(lane);
  }

  /** Takes up what is parked of an aggregate, before anything else of it. */
  replay(aggregateId: string): void {
    if (this.#draining) return;
    const lane = this.#laneOf(aggregateId);
    if (lane.items.some((item) => !item.delivery)) return;
    const item: Item = { tries: { attempt: 1, waits: 0 }, notBefore: 0 };
    lane.items.splice(lane.state === 'running' ? 1 : 0, 0, item);
    this.#schedule(lane);
  }

  /** Finishes what is being worked on and gives the rest back. */
  drain(): Promise<void> {
    if (!this.#draining) {
      this.#draining = Promise.withResolvers<void>();
      for (const lane of this.#lanes.values()) {
        clearTimeout(lane.timer);
        if (lane.state !== 'running') this.#abandon(lane);
      }
      this.#ready.length = 0;
      for (const wake of this.#waitingForRoom.splice(0)) wake();
      if (this.#running === 0) this.#draining.resolve();
    }
    return this.#draining.promise;
  }

  #laneOf(aggregateId: string): Lane {
    let lane = this.#lanes.get(aggregateId);
    if (!lane) {
      lane = { aggregateId, items: [], state: 'idle', timer: undefined };
      this.#lanes.set(aggregateId, lane);
    }
    return lane;
  }

  #schedule(lane: Lane): void {
    if (lane.state !== 'idle') return;
    clearTimeout(lane.timer);
    lane.timer = undefined;
    const first = lane.items[0];
    if (!first) {
      // What was given back keeps the lane until it is here again, so that its followers wait.
      if (!lane.awaited || lane.awaited.until <= performance.now()) {
        this.#lanes.delete(lane.aggregateId);
        return;
      }
    }
    const wait = Math.max(first?.notBefore ?? 0, lane.awaited?.until ?? 0) - performance.now();
    if (wait > 0) {
      lane.timer = setTimeout(() => this.#schedule(lane), Math.ceil(wait));
      return;
    }
    delete lane.awaited;
    lane.state = 'ready';
    this.#ready.push(lane);
    this.#pump();
  }

  #pump(): void {
    while (this.#running < this.#options.concurrency) {
      const lane = this.#ready.shift();
      if (!lane) return;
      this.#running++;
      lane.state = 'running';
      void this.#run(lane);
    }
  }

  /** Works on the first item, then lets other aggregates have a turn. */
  async #run(lane: Lane): Promise<void> {
    const item = lane.items[0];
    if (item) {
      const { worker } = this.#options;
      const outcome = item.delivery
        ? await worker.deliver(item.delivery, item.tries)
        : await worker.replay(lane.aggregateId, item.tries);
      this.#settle(lane, item, outcome);
    }
    this.#running--;
    lane.state = 'idle';
    if (this.#draining) {
      this.#abandon(lane);
      if (this.#running === 0) this.#draining.resolve();
      return;
    }
    this.#schedule(lane);
    this.#pump();
  }

  #settle(lane: Lane, item: Item, outcome: Outcome): void {
    if (outcome.do === 'again') {
      item.tries = outcome.tries;
      item.notBefore = performance.now() + outcome.afterMilliseconds;
      // Something earlier may have come in meanwhile: it goes first.
      if (item.delivery) lane.items.sort((one, other) => pubSeqOf(one) - pubSeqOf(other));
      return;
    }
    lane.items.shift();
    if (outcome.do === 'returned' && item.delivery) {
      // Afterwards the guard tells whether it has been here or with another replica.
      const until = performance.now() + outcome.afterMilliseconds;
      lane.awaited = { pubSeq: item.delivery.event.pubSeq, until };
    }
    if (item.delivery) this.#let();
  }

  #abandon(lane: Lane): void {
    for (const { delivery } of lane.items.splice(0)) {
      if (!delivery) continue;
      delivery.giveBack();
      this.#let();
    }
    this.#lanes.delete(lane.aggregateId);
  }

  #let(): void {
    this.#held--;
    if (this.#waitingForRoom.length > 0 && this.free > 0) {
      for (const wake of this.#waitingForRoom.splice(0)) wake();
    }
  }
}

/** A replay goes before every event. */
function pubSeqOf(item: Item | undefined): number {
  return item?.delivery?.event.pubSeq ?? 0;
}
