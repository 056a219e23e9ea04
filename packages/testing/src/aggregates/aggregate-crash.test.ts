import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, findChainFault, openAggregateStore, storeWriterModule } from '@lapor/store';
import { expect, it } from 'vitest';
import { added, counterCommand, counterDefinition } from './counter-aggregate.ts';

const CHILD = fileURLToPath(new URL('../fixtures/command-until-killed.ts', import.meta.url));
const ROUNDS = 4;
const LINES_BEFORE_KILL = 60;

/** Lets a process work for a while and kills it; answers the commands it had said were done. */
async function workAndDie(file: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, file, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const done: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    done.push(line);
    if (done.length === LINES_BEFORE_KILL) child.kill('SIGKILL');
  }
  await exit;
  return done;
}

it('keeps every command it said was done, once, through kill after kill', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lapor-crash-'));
  const file = join(folder, 'lapor.db');
  const done: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) done.push(...(await workAndDie(file, round)));
  expect(done.length).toBeGreaterThanOrEqual(ROUNDS * LINES_BEFORE_KILL);

  const database = await openDatabase({ file, modules: [storeWriterModule] });
  const connection = await connectEmbedded(database, 'crash');
  const store = openAggregateStore(counterDefinition, { connection });
  await connection.ready();
  const kept = new Set<string>();
  for (const id of ['k0', 'k1', 'k2', 'k3']) {
    const history = await store.history(id);
    expect(findChainFault(history)).toBeUndefined();
    for (const { commandId } of history) kept.add(`${id} ${commandId}`);
    const { state, head } = await store.get(id);
    expect({ head, total: state.total }).toEqual({ head: history.length, total: history.length });
    const published = await store.publishedEvents(id, 1, 0);
    expect(published.map(({ pubSeq }) => pubSeq)).toEqual(history.map(({ seq }) => seq));
    const waiting = (await store.outbox.pending(id)).events.length > 0;
    expect((await store.outbox.unpublishedIds(10)).includes(id)).toBe(waiting);
    // A client that never got its answer asks again: what had been done is not done twice.
    const last = history.at(-1)!.commandId;
    expect((await store.execute(counterCommand(id, last), () => [added(1)])).replayed).toBe(true);
  }
  expect(done.filter((command) => !kept.has(command))).toEqual([]);
  await connection.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
  // Processes start and die: on a busy machine each takes seconds.
}, 240_000);
