import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@lapor/testing/free-port';

/** The standalone installation as a process of its own, looked at from outside: over HTTP, and at its files. */
export interface Platform {
  readonly url: string;
  /** Holds `data` and `keys`. */
  readonly folder: string;
  readonly dataFolder: string;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** Everything it has said on stdout and stderr, over all its lives. */
  said(): string;
  /** As a power cut for the process: no handler runs. */
  kill9(): Promise<void>;
  /** As Ctrl-C does. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Up again on the same folder; resolves when it has said that it is ready, or `until`. */
  start(env?: Environment, until?: string): Promise<void>;
  /** Ends the process whatever it does, and removes the folder. */
  remove(): Promise<void>;
}

export type Environment = Readonly<Record<string, string>>;

export interface RequestOptions {
  /** Bytes and strings go as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Environment;
  /** An officer's session. */
  readonly token?: string;
  /** A reporter's. */
  readonly accessCode?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined when the answer was not JSON. */
  readonly json: unknown;
  readonly text: string;
}

export interface PlatformOptions {
  readonly env?: Environment;
  /** A folder with `data` and `keys` to start on a copy of. */
  readonly copyOf?: string;
  readonly arguments?: readonly string[];
  /** What it says when the first start has come far enough; default: that it is ready. */
  readonly until?: string;
}

const MAIN = new URL('../../../deploy/standalone/src/main.ts', import.meta.url).pathname;
const READY = 'Ctrl-C stops it.';

export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-e2e-'));
  if (options.copyOf !== undefined) cpSync(options.copyOf, folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let all = '';

  const start = async (env: Environment = {}, until = READY) => {
    const running = spawn(process.execPath, [MAIN, ...(options.arguments ?? [])], {
      env: {
        PATH: process.env['PATH'],
        LAPOR_PORT: String(port),
        LAPOR_HOST: '127.0.0.1',
        LAPOR_DATA: join(folder, 'data'),
        LAPOR_KEYS: join(folder, 'keys'),
        LAPOR_LIMITS: 'off',
        LAPOR_LOG_LEVEL: 'debug',
        ...options.env,
        ...env,
      },
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = running;
    let said = '';
    const hear = (bytes: Buffer) => {
      said += bytes.toString();
      all += bytes.toString();
    };
    running.stdout.on('data', hear);
    running.stderr.on('data', hear);
    const gone = once(running, 'exit').then(() => 'gone' as const);
    while (!said.includes(until)) {
      const heard = await Promise.race([once(running.stdout, 'data'), gone]);
      if (heard === 'gone' && !said.includes(until)) throw new Error(`did not start: ${said}`);
    }
  };

  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const running = child;
    child = undefined;
    if (running === undefined) return 0;
    if (running.exitCode === null && running.signalCode === null) {
      running.kill(signal);
      await once(running, 'exit');
    }
    return running.exitCode;
  };

  const platform: Platform = {
    url,
    folder,
    dataFolder: join(folder, 'data'),
    request: (method, path, request) => ask(url, method, path, request),
    said: () => all,
    async kill9() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    start,
    async remove() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await start({}, options.until);
    return platform;
  } catch (error) {
    await platform.remove();
    throw error;
  }
}

/** One request to whatever runs at `url`. */
export async function ask(
  url: string,
  method: string,
  path: string,
  { body, headers, token, accessCode }: RequestOptions = {},
): Promise<Answer> {
  const bare = typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;
  const sent = bare ? (body as string | FormData) : JSON.stringify(body);
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(accessCode === undefined ? {} : { 'access-code': accessCode }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as unknown) : undefined,
  };
}
