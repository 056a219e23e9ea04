import { join } from 'node:path';
import { openCaller } from '../call.ts';
import { freePort } from '@lapor/testing/free-port';
import type { MeasuredServer } from '../measured-server.ts';
import { UNTOLD } from '../measured-server.ts';
import { parseMetrics, usageIn } from '../metrics.ts';
import { startProcess } from '../own-process.ts';
import { threadSeconds } from '../threads.ts';

export interface ServerOptions {
  readonly main: string;
  /** What it prints when everything is up. */
  readonly readyWord: string;
  readonly env: (port: number) => Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
  readonly connections: number;
  readonly longestMilliseconds?: number | undefined;
  /** For what it prints. */
  readonly folder: string;
}

/** A server that is one process, and tells of itself at /metrics. */
export async function startOne(options: ServerOptions): Promise<MeasuredServer> {
  const port = await freePort();
  const process_ = await startProcess({
    name: 'the server',
    command: process.execPath,
    arguments: [...(options.nodeArguments ?? []), options.main],
    env: options.env(port),
    outputFile: join(options.folder, `output-${port}.log`),
    ready: (said) => said().includes(options.readyWord),
    longestMilliseconds: options.longestMilliseconds,
  });
  const { call, close } = openCaller(port, options.connections);
  return {
    startMilliseconds: process_.startMilliseconds,
    call,
    usage: async () => usageIn(parseMetrics(String(await call('GET', '/metrics')))),
    parts: () =>
      Promise.resolve(
        new Map(
          [...threadSeconds(process_.pid)].map(([name, cpuSeconds]) => [name, { ...UNTOLD, cpuSeconds }]),
        ),
      ),
    async stop() {
      await close();
      await process_.stop();
    },
  };
}
