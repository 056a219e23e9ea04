import { once } from 'node:events';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { createClient, openChannel, addService } from '@lapor/contracts/grpc';
import type { GrpcChannel } from '@lapor/contracts/grpc';
import { NotificationService } from '@lapor/contracts/notification/v1/notification';
import { AppError } from '@lapor/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { flakyProxy } from './flaky-proxy.ts';
import type { FlakyProxy } from './flaky-proxy.ts';

/** What the server does with a call; `nth` counts from 1 for each test. */
type Handle = (nth: number, signal: AbortSignal) => Promise<void>;

let server: Server;
let proxy: FlakyProxy;
let channel: GrpcChannel;
let handle: Handle;
let calls: number;

const PREFERENCES = { preferences: { morningMessage: true } };

beforeEach(async () => {
  calls = 0;
  server = new Server();
  const serve = async (signal: AbortSignal) => {
    calls += 1;
    await handle(calls, signal);
    return PREFERENCES;
  };
  addService(server, NotificationService, {
    getPreferences: (_request, { signal }) => serve(signal),
    setPreferences: (_request, { signal }) => serve(signal),
    listDeliveries: () => Promise.resolve({}),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  proxy = await flakyProxy('127.0.0.1', port);
  channel = openChannel({ address: `127.0.0.1:${proxy.port}` });
});
afterEach(async () => {
  channel.close();
  server.forceShutdown();
  await proxy.close();
});

/** The connection breaks while the server is at the call. */
async function drop(signal: AbortSignal): Promise<void> {
  expect(proxy.cut()).toBe(1);
  if (!signal.aborted) await once(signal, 'abort');
}

const client = () => createClient(NotificationService, channel);

test('a read whose connection is dropped is tried once more', async () => {
  handle = (nth, signal) => (nth === 1 ? drop(signal) : Promise.resolve());
  expect(await client().getPreferences({})).toMatchObject(PREFERENCES);
  expect(calls).toBe(2);
});

test('once, not for ever', async () => {
  handle = (_nth, signal) => drop(signal);
  await expect(client().getPreferences({})).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  expect(calls).toBe(2);
});

test('a write whose connection is dropped may have been done: its caller hears of it', async () => {
  handle = (_nth, signal) => drop(signal);
  await expect(client().setPreferences(PREFERENCES)).rejects.toMatchObject({ code: 'unavailable' });
  expect(calls).toBe(1);
});

test('what a service refuses itself it is not asked again', async () => {
  handle = () => Promise.reject(new AppError('unavailable', 'the store is away'));
  await expect(client().getPreferences({})).rejects.toMatchObject({ message: 'the store is away' });
  expect(calls).toBe(1);
});

test('where nobody is there any more the second try ends with the time of the call', async () => {
  handle = async (_nth, signal) => {
    await drop(signal);
    await proxy.close();
  };
  await expect(client().getPreferences({}, { timeoutMilliseconds: 1_000 })).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(calls).toBe(1);
});

test('whoever gives the call up between the tries is not kept waiting', async () => {
  const controller = new AbortController();
  handle = async (_nth, signal) => {
    await drop(signal);
    controller.abort(new AppError('timeout', 'the reporter went away'));
  };
  const call = client().getPreferences({}, { signal: controller.signal });
  await expect(call).rejects.toMatchObject({ message: 'the reporter went away' });
});

test('a connection that was taken, and on which no word ever comes, is given up for another', async () => {
  handle = () => Promise.resolve();
  proxy.deaf = true;
  const soon = { timeoutMilliseconds: 200 };
  await expect(client().getPreferences({}, soon)).rejects.toMatchObject({ code: 'unavailable' });
  proxy.deaf = false;
  await expect(client().getPreferences({}, soon)).rejects.toMatchObject({ code: 'unavailable' });
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 20_000);
  try {
    expect(await client().getPreferences({})).toMatchObject(PREFERENCES);
  } finally {
    vi.restoreAllMocks();
  }
});
