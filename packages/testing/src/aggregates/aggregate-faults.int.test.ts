import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@lapor/kernel';
import { connectMongo, findChainFault, openAggregateStore } from '@lapor/store';
import { expect, it } from 'vitest';
import { added, counterCommand, counterDefinition } from './counter-aggregate.ts';
import { flakyProxy } from '../flaky-proxy.ts';
import { mongoUrl } from '../servers.ts';

const COMMANDS = 240;
const AGGREGATES = 8;

/** A store behind a proxy, in a database of its own. */
async function openBehindProxy(options = '') {
  const server = await mongoUrl();
  const target = new URL(server.url);
  const proxy = await flakyProxy(target.hostname, Number(target.port));
  const name = `faults_${randomBytes(4).toString('hex')}`;
  // Directly: otherwise the driver would find its own way past the proxy.
  const through = new URL(`mongodb://127.0.0.1:${proxy.port}/?directConnection=true${options}`);
  through.username = target.username;
  through.password = target.password;
  const connection = await connectMongo(through.href, name);
  const store = openAggregateStore(counterDefinition, { connection });
  await connection.ready();
  const close = async () => {
    await connection.mongoose.connections.at(-1)?.dropDatabase();
    await connection.close();
    await proxy.close();
    await server.stop();
  };
  return { store, proxy, close };
}

it('applies each command once although connections break in the middle of writes', async () => {
  const { store, proxy, close } = await openBehindProxy();
  const insist = async (id: string, commandId: string): Promise<void> => {
    for (;;) {
      try {
        await store.execute(counterCommand(id, commandId), () => [added(1)]);
        return;
      } catch (error) {
        if (!(error instanceof AppError) || !error.retryable) throw error;
        await pause(5);
      }
    }
  };
  let broken = 0;
  const cutting = setInterval(() => (broken += proxy.cut()), 40);
  const pending = Array.from({ length: COMMANDS }, (_, at) => at);
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
        await insist(`f${at % AGGREGATES}`, `c${at}`);
        await pause(10);
      }
    }),
  );
  clearInterval(cutting);

  expect(broken).toBeGreaterThan(0);
  for (let at = 0; at < AGGREGATES; at += 1) {
    const history = await store.history(`f${at}`);
    expect(new Set(history.map(({ commandId }) => commandId)).size).toBe(COMMANDS / AGGREGATES);
    expect(history).toHaveLength(COMMANDS / AGGREGATES);
    expect(findChainFault(history)).toBeUndefined();
    expect((await store.get(`f${at}`)).state.total).toBe(COMMANDS / AGGREGATES);
  }
  await close();
});

it('what waits on a connection that has gone silent hears that nobody is there, and what comes after it goes on', async () => {
  const { store, proxy, close } = await openBehindProxy('&socketTimeoutMS=1500');
  await store.execute(counterCommand('s', 'c1'), () => [added(1)]);
  proxy.silence();
  const silenced = store.execute(counterCommand('s', 'c2'), () => [added(1)]);
  await expect(silenced).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  await store.execute(counterCommand('s', 'c2'), () => [added(1)]);
  expect((await store.get('s')).state.total).toBe(2);
  await close();
});
