import { startTestPlatform } from '@lapor/testing/test-platform';
import type { TestPlatform } from '@lapor/testing/test-platform';
import type { Platform } from '@lapor/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Intake } from '../intake.ts';
import { openIntake } from '../service.ts';
import { fileComplaint } from './file-complaint.ts';
import { readIdentity, readSubmission } from './private-parts.ts';

let host: TestPlatform;
let intake: Intake;

/** Keys under which every command's first choice of a tracking id is the same: the collision nobody lives to see. */
function colliding(platform: Platform): Platform {
  const mac: Platform['keys']['mac'] = (purpose, data) =>
    purpose === 'tracking-id' && data.endsWith('\n0')
      ? platform.keys.mac(purpose, 'the same for all')
      : platform.keys.mac(purpose, data);
  return { ...platform, files: platform.files, keys: { ...platform.keys, mac } };
}

beforeAll(async () => {
  host = await startTestPlatform({
    services: {
      intake: async (platform) => {
        ({ intake } = await openIntake(colliding(platform)));
        return { ready: async () => undefined, stop: async () => undefined };
      },
    },
  });
});
afterAll(() => host.stop());

const complaint = (n: number) =>
  ({ body: `Nomor ${n}`, channel: 'email', reporter: { name: `Orang ${n}` } }) as const;
const file = (n: number) =>
  fileComplaint(intake, complaint(n), { client: 'test', idempotencyKey: `key-${n}` });

it('gives commands that hit the same tracking id ids, words and reporters of their own', async () => {
  const filed = await Promise.all([1, 2, 3].map(file));
  expect(new Set(filed.map(({ trackingId }) => trackingId)).size).toBe(3);
  for (const [index, { trackingId, complaint: state }] of filed.entries()) {
    expect(await readSubmission(intake, trackingId)).toMatchObject({ body: `Nomor ${index + 1}` });
    expect(await readIdentity(intake, state)).toEqual({ name: `Orang ${index + 1}` });
  }
});

it('finds each again by its key, also the one that had to take the next id', async () => {
  const first = await Promise.all([1, 2, 3].map(file));
  const again = await Promise.all([1, 2, 3].map(file));
  expect(again.map(({ trackingId }) => trackingId)).toEqual(first.map(({ trackingId }) => trackingId));
  expect(again.every(({ replayed }) => replayed)).toBe(true);
});

it('leaves nothing of a reporter behind when the key is misused', async () => {
  const misuse = { ...complaint(1), reporter: { name: 'Jangan Simpan' } };
  await expect(
    fileComplaint(intake, misuse, { client: 'test', idempotencyKey: 'key-1' }),
  ).rejects.toMatchObject({ code: 'unprocessable' });
  const { complaint: state } = await file(1);
  expect(await readIdentity(intake, state)).toEqual({ name: 'Orang 1' });
});
