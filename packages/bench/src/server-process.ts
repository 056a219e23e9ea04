import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { parseMetrics, usageIn } from './metrics.ts';
import type { Usage } from './metrics.ts';
import { threadSeconds } from './threads.ts';

/** A server under measurement: a process of its own. */
export interface MeasuredServer {
  /** From spawn until it says that it is ready. */
  readonly startMilliseconds: number;
  readonly call: Call;
  usage(): Promise<Usage>;
  /** Processor seconds by thread; empty where the system does not tell. */
  threads(): ReadonlyMap<string, number>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

/** @throws Error with what the server said, unless it answered 2xx */
export type Call = (method: 'GET' | 'POST', path: string, request?: CallRequest) => Promise<unknown>;

export interface CallRequest {
  readonly body?: unknown;
  readonly token?: string;
}

export interface ServerOptions {
  readonly main: string;
  /** What it prints when everything is up. */
  readonly readyWord: string;
  /** Of the process, past those of this one. */
  readonly env: (port: number) => Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
  readonly connections: number;
}

const LONGEST_START_MILLISECONDS = 60_000;
const LONGEST_STOP_MILLISECONDS = 20_000;

export async function startServer(options: ServerOptions): Promise<MeasuredServer> {
  const port = await freePort();
  const spawned = performance.now();
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), options.main], {
    env: { ...process.env, ...options.env(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-4_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exited = once(child, 'exit');
  // Whatever becomes of this process, it leaves no server behind.
  const endToo = () => child.kill('SIGKILL');
  process.once('exit', endToo);
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: options.connections, pipelining: 1 });
  const call = callerOf(pool);

  const stop = async () => {
    await pool.destroy();
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MILLISECONDS);
    await exited;
    clearTimeout(patience);
    process.off('exit', endToo);
  };
  const tooLate = AbortSignal.timeout(LONGEST_START_MILLISECONDS);
  while (!said.includes(options.readyWord)) {
    await Promise.race([once(child.stdout, 'data', { signal: tooLate }).catch(() => undefined), exited]);
    if (child.exitCode !== null || tooLate.aborted) {
      await stop();
      throw new Error(`the server did not start: ${said}`);
    }
  }
  const startMilliseconds = performance.now() - spawned;
  return {
    startMilliseconds,
    call,
    usage: async () => usageIn(parseMetrics(String(await call('GET', '/metrics')))),
    threads: () => threadSeconds(child.pid ?? 0),
    stop,
  };
}

function callerOf(pool: Pool): Call {
  return async (method, path, { body, token } = {}) => {
    const response = await pool.request({
      method,
      path,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`${response.statusCode} ${problemIn(text)}`);
    return String(response.headers['content-type']).includes('json') ? (JSON.parse(text) as unknown) : text;
  };
}

/** Without what differs from case to case, so that equal failures are counted together. */
function problemIn(text: string): string {
  try {
    const { title, detail } = JSON.parse(text) as { readonly title?: string; readonly detail?: string };
    return [title, detail].filter(Boolean).join(': ');
  } catch {
    return text.slice(0, 200);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
