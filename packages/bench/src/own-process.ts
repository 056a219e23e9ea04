import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of ours: it ends when we do. What it says goes into a file, so that listening costs us nothing. */
export interface OwnProcess {
  readonly pid: number;
  /** From spawn until it was ready. */
  readonly startMilliseconds: number;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** What it is called when it does not start. */
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** Where it runs; default: here. */
  readonly folder?: string;
  /** Past those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly outputFile: string;
  readonly ready: (said: () => string) => boolean | Promise<boolean>;
  /** For its start; two minutes unless it has more to do than usual. */
  readonly longestMilliseconds?: number | undefined;
}

const LOOK_MILLISECONDS = 10;
/** Whoever takes longer has much to do, and is not to be asked all the time. */
const [SOON_MILLISECONDS, SELDOM_MILLISECONDS] = [10_000, 500];
const LONGEST_START_MILLISECONDS = 120_000;
const LONGEST_STOP_MILLISECONDS = 20_000;
/** Characters of its last words. */
const LAST_WORDS = 4_000;

/** @throws Error with its last words when it ends, or is not ready in time */
export async function startProcess(options: ProcessOptions): Promise<OwnProcess> {
  const { longestMilliseconds = LONGEST_START_MILLISECONDS } = options;
  const spawned = performance.now();
  const output = openSync(options.outputFile, 'a');
  // What an earlier one has said is not this one's.
  const from = fstatSync(output).size;
  const child = spawn(options.command, options.arguments, {
    env: { ...process.env, ...options.env },
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const exited = once(child, 'exit').catch(() => undefined);
  let running = true;
  void exited.then(() => (running = false));
  // Whatever becomes of this process, it leaves none behind.
  const endToo = () => child.kill('SIGKILL');
  process.once('exit', endToo);
  const stop = async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MILLISECONDS);
    await exited;
    clearTimeout(patience);
    process.off('exit', endToo);
  };
  const said = () => readFileSync(options.outputFile).subarray(from).toString();
  while (!(await options.ready(said))) {
    await sleep(performance.now() - spawned < SOON_MILLISECONDS ? LOOK_MILLISECONDS : SELDOM_MILLISECONDS);
    if (running && performance.now() - spawned < longestMilliseconds) continue;
    await stop();
    throw new Error(`${options.name} did not start: ${said().slice(-LAST_WORDS)}`);
  }
  return { pid: child.pid ?? 0, startMilliseconds: performance.now() - spawned, stop };
}
