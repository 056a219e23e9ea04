import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ADMIN_PASSWORD, agencyId, OFFICER_PASSWORD, OFFICERS, signIn } from './city.ts';
import { runLaporCommand } from './cli-run.ts';
import { startPlatform } from './start-platform.ts';
import type { Platform } from './platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ copyOf: inject('installedCity') });
});
afterAll(() => platform.remove());

const WHY = ['--reason', 'SPBE 4/2026'];
const BODY = agencyIdFor('21.71');
const PATH = '/api/v1/agency-keys';
const as =
  (user: string, password: string) =>
  (...words: readonly string[]) =>
    runLaporCommand(['agency', 'key', ...words, '--user', user], {
      env: { LAPOR_URL: platform.url, LAPOR_PASSWORD: password },
    });
const national = as('admin', ADMIN_PASSWORD);
const cityAdmin = as(OFFICERS.cityAdmin, OFFICER_PASSWORD);
const liaison = as(OFFICERS.roads, OFFICER_PASSWORD);

test('an admin makes a key for a system of a unit, renews it and ends it', async () => {
  const made = await cityAdmin('create', '--agency', agencyId('roads'), '--label', 'e-office', ...WHY);
  expect(made, made.err).toMatchObject({ code: 0 });
  const [key = ''] = made.out.split('\n');
  expect(key).toMatch(/^lak_[0-9a-z]{12}_[0-9a-z]{52}$/);
  const keyId = key.split('_')[1] ?? '';

  const listed = await national('list', '--agency', BODY);
  expect(listed.out).toContain(`${keyId}  active   ${agencyId('roads')}  e-office  since `);
  expect(listed.out).not.toContain(key.split('_')[2]);

  const renewed = await cityAdmin('rotate', keyId, '--grace', '2h', ...WHY);
  expect(renewed.out).toMatch(new RegExp(`^lak_${keyId}_`));
  expect(renewed.out).toContain('The secret before goes on until ');
  expect(renewed.out.split('\n')[0]).not.toBe(key);
  expect((await cityAdmin('rotate', keyId, '--grace', '0', ...WHY)).out).toContain('has ended');

  expect((await cityAdmin('revoke', keyId, '--reason', 'Sistem dimatikan')).out).toContain(
    `${keyId} (e-office) has ended`,
  );
  expect((await cityAdmin('list')).out).toContain(`${keyId}  revoked `);
  const after = await cityAdmin('rotate', keyId, ...WHY);
  expect([after.code, after.err.trim()]).toEqual([1, 'lapor agency: the key has ended']);
});

test('nothing is done with a key without a reason, and its history tells each', async () => {
  const mute = await cityAdmin('create', '--agency', agencyId('roads'), '--label', 'sp4n');
  expect([mute.code, mute.err.split('\n')[0]]).toEqual([2, expect.stringContaining('--reason is missing')]);
  const made = await cityAdmin('create', '--agency', agencyId('roads'), '--label', 'sp4n', ...WHY);
  const keyId = made.out.split('_')[1] ?? '';
  expect((await cityAdmin('revoke', keyId)).code).toBe(2);
  await cityAdmin('revoke', keyId, '--reason', 'Sistem dimatikan');
  const told = (await national('history', keyId)).out.trim().split('\n');
  expect(told).toEqual([
    expect.stringMatching(/^2\S+Z {2}revoked {2}Hasnah Admin: Sistem dimatikan$/),
    expect.stringMatching(/^2\S+Z {2}created {2}Hasnah Admin: SPBE 4\/2026$/),
  ]);
  expect((await liaison('history', keyId)).code).toBe(1);
});

test('who has no business with it is refused, and so is what is no label, no time, no command', async () => {
  const denied = await liaison('create', '--agency', agencyId('roads'), '--label', 'e-office', ...WHY);
  expect([denied.code, denied.err]).toEqual([
    1,
    'lapor agency: only an admin of this agency or of one above it may\n',
  ]);
  const elsewhere = await cityAdmin('list', '--agency', agencyIdFor('21.72'));
  expect(elsewhere.code).toBe(1);
  const label = await cityAdmin('create', '--agency', BODY, '--label', 'Pak Budi', ...WHY);
  expect(label.err).toContain('label: ');
  expect((await cityAdmin('rotate', 'x', '--grace', 'soon', ...WHY)).code).toBe(2);
  expect((await cityAdmin('make')).code).toBe(2);
  expect((await cityAdmin('revoke', '000000000000', ...WHY)).code).toBe(1);
});

test('over HTTP the same request asks for the same key, and who is not signed in for none', async () => {
  const token = await signIn(platform, 'cityAdmin');
  const ask = (more = {}) =>
    platform.request('POST', PATH, {
      token,
      headers: { 'idempotency-key': 'the-same-request' },
      body: { agencyId: BODY, label: 'sp4n-link', reason: 'SPBE 4/2026', ...more },
    });
  const first = await ask();
  expect(first.status, first.text).toBe(201);
  expect(first.headers.get('cache-control')).toBe('no-store');
  expect((await ask()).json).toEqual(first.json);
  expect((await ask({ label: 'another' })).status).toBe(422);
  expect((await ask({ expiresAt: '2020-01-01T00:00:00Z' })).status).toBeGreaterThanOrEqual(400);
  expect((await ask({ secret: 'x' })).status).toBe(400);
  expect(
    (await platform.request('POST', PATH, { body: { agencyId: BODY, label: 'x-y', reason: 'x' } })).status,
  ).toBe(401);
  expect((await platform.request('GET', PATH)).status).toBe(401);
});
