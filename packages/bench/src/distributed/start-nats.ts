import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { freePort } from '../free-port.ts';
import { startProcess } from '../own-process.ts';
import type { BackingOptions, BackingServer } from './backing.ts';
import { findProgram, startContainer } from './programs.ts';

/** JetStream on disk, synced as deploy/nats/nats.conf says: the one that is given, else one of our own. */
export async function startNats(options: BackingOptions): Promise<BackingServer> {
  if (options.natsUrl !== undefined) {
    await requireUnused(options.natsUrl);
    return { url: options.natsUrl, pid: undefined, stop: () => Promise.resolve() };
  }
  const port = await freePort();
  const url = `nats://127.0.0.1:${port}`;
  const program = options.natsServer ?? findProgram('nats-server');
  if (program === undefined) {
    const container = startContainer(`nats:${process.env['NATS_VERSION'] ?? '2.15-alpine'}`, [
      '--jetstream',
      '--addr=127.0.0.1',
      `--port=${port}`,
      '--store_dir=/data',
    ]);
    return { url, pid: container.pid, stop: () => container.stop() };
  }
  const data = join(options.folder, 'nats');
  mkdirSync(data, { recursive: true });
  const config = join(options.folder, 'nats.conf');
  writeFileSync(
    config,
    `listen: "127.0.0.1:${port}"\njetstream { store_dir: ${JSON.stringify(data)}, sync_interval: 5s }\n`,
  );
  const server = await startProcess({
    name: 'nats-server',
    command: program,
    arguments: ['--config', config],
    outputFile: join(options.folder, 'nats.log'),
    ready: (said) => said().includes('Server is ready'),
  });
  return { url, pid: server.pid, stop: () => server.stop() };
}

/** We must not mix our events with anybody's. */
async function requireUnused(url: string): Promise<void> {
  const connection = await connect({ servers: url });
  try {
    const names = (await (await jetstreamManager(connection)).streams.names().next()).filter((name) =>
      name.startsWith('LAPOR_'),
    );
    if (names.length > 0)
      throw new Error(`the given NATS server serves a Lapor already (${names.join(', ')})`);
  } finally {
    await connection.close();
  }
}
