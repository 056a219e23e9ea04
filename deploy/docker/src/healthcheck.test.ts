import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

const server = createServer((request, response) => {
  response.writeHead(request.url === '/readyz' ? answers : 404).end('ready 200 or not\n');
});
let answers = 200;
afterEach(() => server.close());

function check(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const script = join(import.meta.dirname, 'healthcheck.cjs');
    execFile(process.execPath, [script], { env: { LAPOR_OPS_PORT: String(port) } }).on('exit', resolve);
  });
}

test('healthy when ready, not when a part is down or nobody listens', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await check(port)).toBe(0);
  answers = 503;
  expect(await check(port)).toBe(1);
  server.close();
  await once(server, 'close');
  expect(await check(port)).toBe(1);
});
