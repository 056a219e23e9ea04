import { afterEach, expect, test } from 'vitest';
import { createMetrics } from './host-metrics.ts';
import { startOpsServer } from './ops-server.ts';
import type { OpsServer } from './ops-server.ts';
import { createReadiness } from '../service/readiness.ts';

let ops: OpsServer | undefined;

afterEach(() => ops?.stop());

test('it says live, ready or why not, and what is measured', async () => {
  const readiness = createReadiness();
  let down: Error | undefined;
  readiness.add('store', () => (down === undefined ? Promise.resolve() : Promise.reject(down)));
  const report = async () => new Map([['routing', await readiness.report()]] as const);
  ops = await startOpsServer(0, { metrics: createMetrics(), report });
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${ops?.port}${path}`, init);

  expect((await get('/livez')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
  down = new Error('MongoDB is away');
  const notReady = await get('/readyz');
  expect(notReady.status).toBe(503);
  expect(await notReady.json()).toEqual({
    ready: false,
    services: [
      {
        service: 'routing',
        ready: false,
        checks: [{ name: 'store', ok: false, reason: 'MongoDB is away' }],
      },
    ],
  });
  expect((await get('/livez')).status).toBe(200);
  expect(await (await get('/metrics')).text()).toContain('nodejs_eventloop_lag_seconds');
  expect((await get('/else')).status).toBe(404);
  expect((await get('/livez', { method: 'POST' })).status).toBe(405);
  down = undefined;
  readiness.stopping();
  expect((await get('/readyz')).status).toBe(503);
});
