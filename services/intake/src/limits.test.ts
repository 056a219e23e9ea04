import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIntake } from './fixtures/running-intake.ts';
import type { RunningIntake } from './fixtures/running-intake.ts';

// Behind a proxy that says who asks: the addresses are the clients' own.

let intake: RunningIntake;
beforeAll(async () => {
  intake = await startIntake({
    LAPOR_TRUST_PROXY: '127.0.0.1',
    LAPOR_LIMITS: 'wrong-code-address=5/3600,wrong-code-complaint=8/3600,read-address=3/60',
  });
});
afterAll(() => intake.platform.stop());

const from = (address: string) => ({ 'x-forwarded-for': address });

it('listens no more to an address that guesses, and counts only what it listened to', async () => {
  const { json } = await intake.post('/api/v1/complaints', { body: 'Coba tebak', area: '21.71' });
  const path = `/api/v1/complaints/${String(json['trackingId'])}/messages`;
  const write = async (code: string, address: string) =>
    (await intake.post(path, { text: 'x' }, { ...from(address), 'access-code': code })).status;
  const guesses: number[] = [];
  for (let i = 0; i < 30; i += 1) guesses.push(await write('AAAAAAAA', '192.0.2.1'));
  expect(guesses).toEqual([...Array<number>(5).fill(401), ...Array<number>(25).fill(429)]);
  // Not even the right one: else an address could go on guessing.
  const right = String(json['accessCode']);
  expect(await write(right, '192.0.2.1')).toBe(429);
  // Thirty guesses of a stranger have counted as five: the reporter comes in.
  expect(await write(right, '192.0.2.2')).toBe(201);
  for (let i = 0; i < 3; i += 1) expect(await write('AAAAAAAA', '192.0.2.3')).toBe(401);
  expect(await write('AAAAAAAA', '192.0.2.4')).toBe(429);
});

it('bounds what one address looks up, and says when to come back', async () => {
  const read = (address: string) => intake.get('/api/v1/areas?q=', from(address));
  for (let i = 0; i < 3; i += 1) expect((await read('192.0.2.9')).status).toBe(400);
  const { status, headers } = await read('192.0.2.9');
  expect(status).toBe(429);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await read('192.0.2.10')).status).toBe(400);
});
