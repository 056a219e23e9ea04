import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { freePort } from '@lapor/testing/free-port';
import { startTestPlatform } from '@lapor/testing/test-platform';
import { start } from './service.ts';

const COMPLAINT = JSON.stringify({ body: 'Lampu jalan mati', area: '21.71' });

test('what a proxy still sends on a connection it holds is taken in while intake stops', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let stop = () => Promise.resolve();
  const platform = await startTestPlatform({
    services: {
      async intake(one) {
        const running = await start(one);
        stop = () => running.stop();
        return running;
      },
    },
    env: { LAPOR_PORT: String(port), LAPOR_HOST: '127.0.0.1' },
  });
  // One connection, kept open between requests, as a proxy does.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const file = (expect = {}) =>
    request(`${url}/api/v1/complaints`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': COMPLAINT.length, ...expect },
    });
  const begun = file({ expect: '100-continue' });
  begun.flushHeaders();
  await once(begun, 'continue');

  const stopped = stop();
  while (await isListening(url));
  const first = await send(begun);
  const late = file();
  const second = await send(late);
  await stopped;
  await platform.stop();

  expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
  expect(late.reusedSocket).toBe(true);
  expect(second.headers.connection).toBe('close');
});

async function send(asked: ClientRequest): Promise<IncomingMessage> {
  asked.end(COMPLAINT);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer;
}

async function isListening(url: string): Promise<boolean> {
  return fetch(`${url}/livez`, { headers: { connection: 'close' } }).then(
    () => true,
    () => false,
  );
}
