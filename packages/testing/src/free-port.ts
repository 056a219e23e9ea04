import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';

// Below the range the system takes ports of outgoing connections from: nobody gets one before we listen on it.
const FIRST = 20_000;
const BLOCK = 100;
const BLOCKS = 120;

let block: Promise<number> | undefined;
let given = 0;

/**
 * A port of this machine nobody listens on, and which no other test is given before we listen on it: a process has a
 * block of ports for itself as long as it lives, and goes round in it.
 */
export async function freePort(): Promise<number> {
  block ??= takeBlock();
  const first = await block;
  for (;;) {
    given += 1;
    const port = first + 1 + (given % (BLOCK - 1));
    const server = await listen(port);
    if (server === undefined) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Whoever listens on its first port has the block: it falls back when the process ends, however that is. */
async function takeBlock(): Promise<number> {
  for (;;) {
    const first = FIRST + BLOCK * randomInt(BLOCKS);
    const holder = await listen(first);
    if (holder === undefined) continue;
    holder.unref();
    return first;
  }
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  const listens = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]).catch(() => false);
  return listens ? server : undefined;
}
