import { Role } from '@lapor/contracts/common/v1/common';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BATAM,
  BATAM_ADMIN,
  NATIONAL_ADMIN,
  NOBODY,
  SERVICE,
  startTestDirectory,
} from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

/** Of a busy machine. */
const PATIENCE = { timeout: 30_000 };

const PASSWORD = 'angin laut sore hari';
let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory();
});
afterAll(() => test.platform.stop());

interface From {
  readonly deviceKey?: string;
  readonly source?: string;
}
const HOME: From = { deviceKey: 'given laptop', source: '192.0.2.1' };
const signIn = (username: string, password: string, from: From = HOME) =>
  test.directory.createSession({ username, password, device: 'Firefox, Android', ...from }, NOBODY);
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'in',
    (error: unknown) => (error as { readonly code: string }).code,
  );

/** An officer who has signed in from home with a password of their own. */
async function active(username: string): Promise<string> {
  const { officer, oneTimePassword } = await test.directory.inviteOfficer(
    { username, name: 'Siti Aminah', role: Role.LIAISON, agencyId: BATAM, reason: 'Petugas baru' },
    NATIONAL_ADMIN,
  );
  const { token } = await signIn(username, oneTimePassword);
  await test.directory.setPassword({ token, oldPassword: oneTimePassword, newPassword: PASSWORD }, NOBODY);
  return officer?.officerId ?? '';
}

async function alertsOf(officerId: string): Promise<readonly (readonly [string, string])[]> {
  const events = test.platform.client('directory', EventsService);
  const { events: published } = await events.getEvents({ aggregateId: officerId, fromPubSeq: 1 }, SERVICE);
  return published
    .filter(({ type }) => type.endsWith('.OfficerAlerted'))
    .map(({ body }) => JSON.parse(body) as { readonly kind: string; readonly device?: string })
    .map(({ kind, device = '' }) => [kind.replace('ALERT_KIND_', ''), device] as const);
}

/** A stranger elsewhere, until made to wait; answers how many tries that took. */
async function guess(username: string, from: From): Promise<number> {
  for (let tries = 1; tries < 50; tries += 1)
    if ((await codeOf(signIn(username, 'wrong', from))) === 'rate_limited') return tries - 1;
  throw new Error('nobody was made to wait');
}

describe('who guesses', () => {
  it('from one place waits there, and everybody else does not', async () => {
    await active('asih');
    expect(await guess('asih', { source: '203.0.113.1' })).toBe(5);
    expect(await codeOf(signIn('asih', PASSWORD, { source: '203.0.113.2' }))).toBe('in');
  });

  it('where known devices alone are heard, nobody else is, with the right password either', async () => {
    await active('yanti');
    const only = (password: string, from: From) =>
      codeOf(
        test.directory.createSession({ username: 'yanti', password, knownDeviceOnly: true, ...from }, NOBODY),
      );
    expect(await only(PASSWORD, { source: '192.0.2.1' })).toBe('forbidden');
    expect(await only('wrong', HOME)).toBe('unauthenticated');
    expect(await only(PASSWORD, HOME)).toBe('in');
  });

  it('from many places waits everywhere, but the owner comes in where they were before', async () => {
    const officerId = await active('bagus');
    let wrong = 0;
    for (let from = 0; from < 5; from += 1) wrong += await guess('bagus', { source: `203.0.113.${from}` });
    expect(wrong).toBe(10);
    expect(await codeOf(signIn('bagus', PASSWORD, { source: '198.51.100.7' }))).toBe('rate_limited');
    expect(await codeOf(signIn('bagus', PASSWORD))).toBe('in');
    // That is no new start for strangers.
    expect(await codeOf(signIn('bagus', PASSWORD, { source: '198.51.100.7' }))).toBe('rate_limited');
    await expect.poll(() => alertsOf(officerId), PATIENCE).toEqual([['SIGN_IN_SLOWED', '']]);
  });

  it('keeps no owner out for good: with a new one-time code they come in from anywhere at once', async () => {
    const officerId = await active('citra');
    for (let from = 0; from < 3; from += 1) await guess('citra', { source: `203.0.113.${from}` });
    const elsewhere = { source: '198.51.100.9', deviceKey: 'given phone' };
    expect(await codeOf(signIn('citra', PASSWORD, elsewhere))).toBe('rate_limited');
    const { oneTimePassword } = await test.directory.resetOfficer(
      { officerId, reason: 'Lupa sandi' },
      BATAM_ADMIN,
    );
    expect(await codeOf(signIn('citra', oneTimePassword, elsewhere))).toBe('in');
  });

  it('leaves nothing counted behind a new one-time code, neither where the owner mistyped nor at their device', async () => {
    const officerId = await active('cinta');
    const office = { source: '198.51.100.20' };
    expect(await guess('cinta', office)).toBe(5);
    expect(await guess('cinta', HOME)).toBe(5);
    const { oneTimePassword } = await test.directory.resetOfficer(
      { officerId, reason: 'Lupa sandi' },
      BATAM_ADMIN,
    );
    expect(await codeOf(signIn('cinta', oneTimePassword, office))).toBe('in');
    const { token } = await signIn('cinta', oneTimePassword);
    const newPassword = 'hujan pagi di pelabuhan';
    await test.directory.setPassword({ token, oldPassword: oneTimePassword, newPassword }, NOBODY);
    expect(await codeOf(signIn('cinta', newPassword))).toBe('in');
    // Who guesses on has as few tries as before, and no more for another code that was given.
    expect(await guess('cinta', { source: '203.0.113.9' })).toBe(5);
  });

  it('at the second password of a session is no lock either, once there is a new one-time code', async () => {
    const officerId = await active('dian');
    const { token } = await signIn('dian', PASSWORD);
    const guessed = { token, oldPassword: 'wrong', newPassword: 'hujan pagi di pelabuhan' };
    for (let tries = 0; tries < 6; tries += 1) await codeOf(test.directory.setPassword(guessed, NOBODY));
    expect(await codeOf(test.directory.setPassword(guessed, NOBODY))).toBe('rate_limited');
    const { oneTimePassword } = await test.directory.resetOfficer(
      { officerId, reason: 'Lupa sandi' },
      BATAM_ADMIN,
    );
    const again = await signIn('dian', oneTimePassword);
    const changed = { token: again.token, oldPassword: oneTimePassword, newPassword: guessed.newPassword };
    expect(await codeOf(test.directory.setPassword(changed, NOBODY))).toBe('in');
  });

  it('at the owner’s own device is slowed there, and the owner told', async () => {
    const officerId = await active('dewa');
    expect(await guess('dewa', HOME)).toBe(5);
    for (let wrong = 5; wrong < 10; wrong += 1) {
      test.clock.advance(15 * 60_000);
      expect(await codeOf(signIn('dewa', 'wrong'))).toBe('unauthenticated');
    }
    await expect.poll(() => alertsOf(officerId), PATIENCE).toEqual([['SIGN_IN_SLOWED', '']]);
    test.clock.advance(15 * 60_000);
    expect(await codeOf(signIn('dewa', PASSWORD))).toBe('in');
  });

  it('waits as long for a name nobody has', async () => {
    await active('eka');
    const both = ['eka', 'nobody-has-it'];
    for (const name of both) expect(await guess(name, { source: '203.0.113.77' })).toBe(5);
  });
});

describe('the owner is told', () => {
  it('of a device that was not used before, once the first is known, and of no other', async () => {
    const officerId = await active('fajar');
    expect(await alertsOf(officerId)).toEqual([]);
    await signIn('fajar', PASSWORD);
    const phone = { deviceKey: 'given phone', source: '192.0.2.2' };
    await signIn('fajar', PASSWORD, phone);
    await signIn('fajar', PASSWORD, phone);
    expect(await alertsOf(officerId)).toEqual([['NEW_DEVICE', 'Firefox, Android']]);
  });

  it('of a new password, after which other devices are new again', async () => {
    const officerId = await active('gita');
    const phone = { deviceKey: 'given phone', source: '192.0.2.2' };
    const { token } = await signIn('gita', PASSWORD, phone);
    const newPassword = 'hujan pagi di pelabuhan';
    await test.directory.setPassword({ token, oldPassword: PASSWORD, newPassword }, NOBODY);
    await signIn('gita', newPassword, phone);
    await signIn('gita', newPassword, HOME);
    const kinds = (await alertsOf(officerId)).map(([kind]) => kind);
    expect(kinds).toEqual(['NEW_DEVICE', 'PASSWORD_CHANGED', 'NEW_DEVICE']);
  });

  it('of a new one-time code, unless they have not come in yet', async () => {
    const officerId = await active('hadi');
    await test.directory.resetOfficer({ officerId, reason: 'Lupa sandi' }, BATAM_ADMIN);
    expect(await alertsOf(officerId)).toEqual([['PASSWORD_RESET', '']]);
    const { officer } = await test.directory.inviteOfficer(
      { username: 'indah', name: 'Indah', role: Role.LIAISON, agencyId: BATAM, reason: 'Petugas baru' },
      NATIONAL_ADMIN,
    );
    const invitedId = officer?.officerId ?? '';
    await test.directory.resetOfficer({ officerId: invitedId, reason: 'Kode hilang' }, BATAM_ADMIN);
    expect(await alertsOf(invitedId)).toEqual([]);
  });
});
