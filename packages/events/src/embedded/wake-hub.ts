import type { EmbeddedDatabase } from '@lapor/sqlite';

/** Joins all buses over one database in this process: who writes tells who waits, at once and without polling. */
export interface WakeHub {
  readonly published: Set<(context: string) => void>;
  readonly replayRequested: Set<(lane: { durable: string; context: string; aggregateId: string }) => void>;
  /**
   * One consumer of a name works at a time; the next in line starts when it has drained.
   * Resolves with the function that ends the turn.
   */
  takeTurn(name: string): Promise<() => void>;
}

const hubs = new WeakMap<EmbeddedDatabase, WakeHub>();

export function wakeHubOf(database: EmbeddedDatabase): WakeHub {
  let hub = hubs.get(database);
  if (!hub) hubs.set(database, (hub = makeHub()));
  return hub;
}

function makeHub(): WakeHub {
  const turns = new Map<string, Promise<void>>();
  return {
    published: new Set(),
    replayRequested: new Set(),
    async takeTurn(name) {
      const before = turns.get(name);
      const { promise, resolve } = Promise.withResolvers<void>();
      turns.set(name, promise);
      await before;
      return resolve;
    },
  };
}
