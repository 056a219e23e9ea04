import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from './platform.ts';

/** The real command as a process of its own. */
export interface RunningCommand {
  /** Both streams, as they came. */
  said(): string;
  /** Resolves when it has said this; throws when it ended without. */
  until(words: string): Promise<void>;
  /** As Ctrl-C does. */
  interrupt(): void;
  readonly ended: Promise<EndedCommand>;
}

export interface EndedCommand {
  readonly code: number | null;
  readonly out: string;
  /** Progress and errors. */
  readonly err: string;
}

const MAIN = new URL('../../cli/src/main.ts', import.meta.url).pathname;

export interface CommandOptions {
  readonly env?: Environment;
  readonly folder?: string;
}

export function startLaporCommand(words: readonly string[], options: CommandOptions = {}): RunningCommand {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { PATH: process.env['PATH'], ...options.env },
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let heard = Promise.withResolvers<'more'>();
  const wake = () => {
    heard.resolve('more');
    heard = Promise.withResolvers<'more'>();
  };
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString();
    wake();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    err += bytes.toString();
    wake();
  });
  const closed = once(child, 'close');
  const said = () => out + err;
  return {
    said,
    async until(words) {
      while (!said().includes(words)) {
        const what = await Promise.race([heard.promise, closed.then(() => 'gone' as const)]);
        if (what === 'gone' && !said().includes(words))
          throw new Error(`ended without "${words}": ${said()}`);
      }
    },
    interrupt: () => child.kill('SIGINT'),
    ended: closed.then(() => ({ code: child.exitCode, out, err })),
  };
}

export function runLaporCommand(
  words: readonly string[],
  options: CommandOptions = {},
): Promise<EndedCommand> {
  return startLaporCommand(words, options).ended;
}
