import { AppError } from '@lapor/kernel';
import type { NatsConnection } from '@nats-io/transport-node';
import type { AckTrust } from '../event-bus.ts';
import type { Log } from '../log.ts';

/** Follows the connection: whether it holds, and when acks became doubtful. */
export class Connectivity implements AckTrust {
  readonly afterMilliseconds: number;
  readonly #connection: NatsConnection;
  readonly #listeners = new Set<() => void>();
  #holds = true;

  constructor(connection: NatsConnection, afterMilliseconds: number, log: Log) {
    this.#connection = connection;
    this.afterMilliseconds = afterMilliseconds;
    void this.#follow(log);
  }

  /** Fails at once while there is no connection, instead of after a timeout. */
  assertHolds(): void {
    if (!this.#holds) throw new AppError('unavailable', 'NATS is not connected');
  }

  async confirm(): Promise<void> {
    this.assertHolds();
    await this.#connection.rtt();
  }

  onDoubt(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #follow(log: Log): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type !== 'disconnect' && status.type !== 'reconnect') continue;
      this.#holds = status.type === 'reconnect';
      log.warn({ server: status.server }, `NATS: ${status.type}`);
      // Acks precede the broker's fsync, and a broken connection may mean that it lost power.
      for (const listener of this.#listeners) listener();
    }
  }
}
