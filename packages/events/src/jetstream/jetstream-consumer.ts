import type { ConsumerMessages, JetStreamClient, JetStreamManager, JsMsg } from '@nats-io/jetstream';
import { ConsumeLoop } from '../consume/consume-loop.ts';
import { RETRY_DELAYS, reasonOf } from '../consume/decisions.ts';
import { EventWorker } from '../consume/event-worker.ts';
import type { RunningConsumer, Subscription } from '../event-bus.ts';
import type { Log } from '../log.ts';
import { eventOf } from './event-message.ts';
import type { JetStreamParking } from './jetstream-parking.ts';
import { streamName } from './streams.ts';

export interface JetStreamConsumerOptions {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly parking: JetStreamParking;
  /** Makes stream and durable where they are missing. */
  readonly ensure: () => Promise<void>;
  readonly log: Log;
  readonly ackWaitMilliseconds: number;
  readonly retryDelays: readonly number[] | undefined;
}

/** Another replica may just be handling what seems to be missing: two seconds of looking again. */
const PATIENCE: readonly number[] = [5, 10, 20, 40, 80, 160, 320, 500, 1_000];
const HELD_PER_WORKER = 8;
/** Two missed ones show that a pull request was lost, or that the durable has gone. */
const HEARTBEAT_MILLISECONDS = 3_000;
const RESTART_MILLISECONDS = 1_000;
const GIVE_BACK_MILLISECONDS = 50;

/** A durable pull consumer. What is held here, worked on or waiting for its turn, is kept from being redelivered. */
export class JetStreamConsumer implements RunningConsumer {
  readonly #subscription: Subscription;
  readonly #options: JetStreamConsumerOptions;
  readonly #loop: ConsumeLoop;
  readonly #held = new Set<JsMsg>();
  readonly #keepAlive: NodeJS.Timeout;
  #messages: ConsumerMessages | undefined;
  #taking: Promise<void>;
  #drained: Promise<void> | undefined;

  constructor(subscription: Subscription, options: JetStreamConsumerOptions) {
    this.#subscription = subscription;
    this.#options = options;
    const { parking, log, ackWaitMilliseconds } = options;
    const policy = {
      maxDeliver: subscription.maxDeliver ?? 8,
      delays: options.retryDelays ?? RETRY_DELAYS,
    };
    const concurrency = subscription.concurrency ?? 32;
    const worker = new EventWorker({ subscription, parking, policy, patience: PATIENCE, log });
    this.#loop = new ConsumeLoop({ worker, concurrency, mostHeld: concurrency * HELD_PER_WORKER });
    this.#keepAlive = setInterval(() => {
      for (const message of this.#held) message.working();
    }, ackWaitMilliseconds / 3).unref();
    this.#taking = this.#take(concurrency);
  }

  /** Takes up a dead letter and what waits behind it. */
  replay(aggregateId: string): void {
    this.#loop.replay(aggregateId);
  }

  async lag(): Promise<number> {
    const { durable, context } = this.#subscription;
    const info = await this.#options.manager.consumers.info(streamName(context), durable);
    return info.num_pending + info.num_ack_pending;
  }

  drain(): Promise<void> {
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #drain(): Promise<void> {
    const drained = this.#loop.drain();
    // Still yields what is buffered: the loop gives that back.
    this.#messages?.stop();
    await drained;
    await this.#taking;
    clearInterval(this.#keepAlive);
    this.#options.parking.stop();
  }

  async #take(concurrency: number): Promise<void> {
    const { durable, context } = this.#subscription;
    let restarted = false;
    while (!this.#drained) {
      try {
        if (restarted) await this.#options.ensure();
        restarted = true;
        const consumer = await this.#options.client.consumers.get(streamName(context), durable);
        this.#messages = await consumer.consume({
          max_messages: concurrency,
          idle_heartbeat: HEARTBEAT_MILLISECONDS,
          abort_on_missing_resource: true,
        });
        if (this.#drained) this.#messages.stop();
        for await (const message of this.#messages) {
          await this.#loop.room();
          this.#accept(message);
        }
      } catch (error) {
        this.#options.log.warn({ durable, context, reason: reasonOf(error) }, 'consuming broke off');
      }
      if (!this.#drained) await new Promise((done) => setTimeout(done, RESTART_MILLISECONDS));
    }
  }

  #accept(message: JsMsg): void {
    let event;
    try {
      event = eventOf(message);
    } catch (error) {
      const { subject, seq } = message;
      this.#options.log.error({ subject, seq, reason: reasonOf(error) }, 'not an event, dropped');
      message.term('not an event');
      return;
    }
    this.#held.add(message);
    this.#loop.accept({
      event,
      attempt: message.info.deliveryCount,
      ack: () => {
        this.#held.delete(message);
        message.ack();
      },
      retry: (delayMilliseconds) => {
        this.#held.delete(message);
        message.nak(delayMilliseconds);
        return Promise.resolve('returned');
      },
      giveBack: () => {
        this.#held.delete(message);
        message.nak(GIVE_BACK_MILLISECONDS);
      },
    });
  }
}
