import { manualClock } from '@lapor/kernel';
import type { ManualClock } from '@lapor/kernel';
import { openAggregateStore, openSequenceGuard } from '@lapor/store';
import type { AggregateStore, AggregateStoreOptions, Outcome, StoreConnection } from '@lapor/store';
import type { Outbox, OutboxHint } from '@lapor/events';
import { afterAll, beforeAll } from 'vitest';
import { added, counterCommand, counterDefinition } from './counter-aggregate.ts';
import type { CounterEvent, CounterState } from './counter-aggregate.ts';

export interface StoreUnderTest {
  /** A new connection to the same database: another process, as far as the store can tell. */
  connect(): Promise<StoreConnection>;
  dispose(): Promise<void>;
}

export type CounterStore = AggregateStore<CounterState, CounterEvent> & { readonly outbox: Outbox };

/** A database with counters, seen from two connections. */
export interface CounterSuite {
  readonly clock: ManualClock;
  /** Everything the stores told a relay. */
  readonly hints: OutboxHint[];
  readonly connection: StoreConnection;
  readonly other: StoreConnection;
  readonly store: (options?: Partial<AggregateStoreOptions>) => CounterStore;
  /** The command `commandId` that adds one. */
  readonly add: (
    id: string,
    commandId: string,
    on?: CounterStore,
  ) => Promise<Outcome<CounterState, CounterEvent>>;
}

/** Opens the database before the tests of the enclosing suite and removes it after them. */
export function counterSuite(open: () => Promise<StoreUnderTest>): CounterSuite {
  let under: StoreUnderTest;
  let connection: StoreConnection;
  let other: StoreConnection;
  const clock = manualClock(new Date('2026-01-05T01:00:00Z'));
  const hints: OutboxHint[] = [];
  const store = (options: Partial<AggregateStoreOptions> = {}): CounterStore =>
    openAggregateStore(counterDefinition, {
      connection,
      clock,
      onWritten: (hint) => hints.push(hint),
      ...options,
    });
  beforeAll(async () => {
    under = await open();
    connection = await under.connect();
    other = await under.connect();
    for (const one of [connection, other]) {
      store({ connection: one });
      openSequenceGuard(one, 'any');
      await one.ready();
    }
  });
  afterAll(async () => {
    await connection.close();
    await other.close();
    await under.dispose();
  });
  return {
    clock,
    hints,
    get connection() {
      return connection;
    },
    get other() {
      return other;
    },
    store,
    add: (id, commandId, on = store()) => on.execute(counterCommand(id, commandId), () => [added(1)]),
  };
}

interface Raw {
  findOne(filter: object): Promise<unknown>;
  insertOne(document: object): Promise<unknown>;
}

/** Past the store, to look at what is really there. */
export function rawCollectionOf(connection: StoreConnection, name: string): Raw {
  for (const { models } of connection.mongoose.connections) {
    const model = models[name];
    if (model) return model.collection;
  }
  throw new Error(`no model ${name}`);
}
