import { CallerKind, Role } from '@lapor/contracts/common/v1/common';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_PASSWORD,
  BATAM,
  BATAM_PATH,
  NATIONAL_ADMIN,
  NOBODY,
  ROOT,
  SERVICE,
  startTestDirectory,
} from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

const OWN_PASSWORD = 'hujan di bulan Juni';
let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory();
});
afterAll(() => test.platform.stop());

const signIn = (username: string, password: string) =>
  test.directory.createSession({ username, password }, NOBODY);
const wrong = { code: 'unauthenticated', message: 'user name or password is wrong' };

/** An officer who has just been invited, with the code to start with. */
async function invited(username: string, role: Role = Role.LIAISON) {
  const { officer, oneTimePassword } = await test.directory.inviteOfficer(
    {
      username,
      name: 'Siti Aminah',
      role,
      agencyId: BATAM,
      email: 'siti@batam.example',
      phone: '',
      reason: 'Petugas baru',
    },
    NATIONAL_ADMIN,
  );
  return { officerId: officer?.officerId ?? '', code: oneTimePassword };
}

/** An officer with a password of their own, signed in. */
async function active(username: string) {
  const { officerId, code } = await invited(username);
  const { token } = await signIn(username, code);
  await test.directory.setPassword({ token, oldPassword: code, newPassword: OWN_PASSWORD }, NOBODY);
  return { officerId, token };
}

describe('the first admin', () => {
  it('starts with the given password, which opens nothing but the way to an own one', async () => {
    const { token, officer, mustSetPassword } = await signIn('Admin ', ADMIN_PASSWORD);
    expect(mustSetPassword).toBe(true);
    expect(officer).toMatchObject({ username: 'admin', role: Role.NATIONAL_ADMIN, agencyId: ROOT });
    const before = await test.directory.resolveSession({ token }, NOBODY);
    expect(before).toMatchObject({ mustSetPassword: true, caller: { role: Role.UNSPECIFIED, agencyId: '' } });
    await test.directory.setPassword(
      { token, oldPassword: ADMIN_PASSWORD, newPassword: OWN_PASSWORD },
      NOBODY,
    );
    const after = await test.directory.resolveSession({ token }, NOBODY);
    expect(after).toMatchObject({
      mustSetPassword: false,
      caller: { kind: CallerKind.OFFICER, role: Role.NATIONAL_ADMIN, agencyId: ROOT, agencyPath: [ROOT] },
      officer: { status: 'active' },
    });
    await expect(signIn('admin', ADMIN_PASSWORD)).rejects.toMatchObject(wrong);
    await expect(signIn('admin', OWN_PASSWORD)).resolves.toMatchObject({ mustSetPassword: false });
  });

  it('is entered once', async () => {
    await test.platform.restart();
    const { officers } = await test.directory.listOfficers({ agencyId: ROOT }, SERVICE);
    expect(officers.filter(({ agencyId }) => agencyId === ROOT)).toHaveLength(1);
    await expect(signIn('admin', OWN_PASSWORD)).resolves.toMatchObject({ mustSetPassword: false });
  });
});

describe('a session', () => {
  it('tells who acts, until it is ended', async () => {
    const { officerId, token } = await active('siti');
    const { caller, officer } = await test.directory.resolveSession({ token }, NOBODY);
    expect(caller).toMatchObject({ officerId, agencyId: BATAM, agencyPath: BATAM_PATH, role: Role.LIAISON });
    expect(officer).toMatchObject({ name: 'Siti Aminah', agencyName: 'Pemerintah Kota Batam' });
    await test.directory.deleteSession({ token }, NOBODY);
    await test.directory.deleteSession({ token }, NOBODY);
    const gone = { code: 'unauthenticated' };
    await expect(test.directory.resolveSession({ token }, NOBODY)).rejects.toMatchObject(gone);
    for (const nonsense of ['', 'x', 'x'.repeat(43)]) {
      await expect(test.directory.resolveSession({ token: nonsense }, NOBODY)).rejects.toMatchObject(gone);
    }
  });

  it('ends by itself after twelve hours', async () => {
    const { token } = await active('dewi');
    await test.directory.resolveSession({ token }, NOBODY);
    test.clock.advance(12 * 3_600_000 - 1);
    await test.directory.resolveSession({ token }, NOBODY);
    test.clock.advance(1);
    const ended = expect(test.directory.resolveSession({ token }, NOBODY)).rejects;
    await ended.toMatchObject({ code: 'unauthenticated' });
  });

  it('ends with the password it was opened with, all but the one the password was changed in', async () => {
    const { token } = await active('ratna');
    const other = await signIn('ratna', OWN_PASSWORD);
    await test.directory.resolveSession({ token: other.token }, NOBODY);
    const change = { token, oldPassword: OWN_PASSWORD, newPassword: 'satu dua tiga empat' };
    await test.directory.setPassword(change, NOBODY);
    await test.directory.resolveSession({ token }, NOBODY);
    const ended = expect(test.directory.resolveSession({ token: other.token }, NOBODY)).rejects;
    await ended.toMatchObject({ code: 'unauthenticated' });
  });

  it.each([
    ['too short', 'pendek'],
    ['too long', 'x1'.repeat(200)],
    ['with the user name in it', 'saya-wayan-saja'],
    ['of one letter', 'aaaaaaaaaaaaaaaa'],
    ['the same', OWN_PASSWORD],
  ])('takes no new password that is %s', async (_what, newPassword) => {
    const { token } = await signIn('wayan', OWN_PASSWORD).catch(() => active('wayan'));
    const change = { token, oldPassword: OWN_PASSWORD, newPassword };
    await expect(test.directory.setPassword(change, NOBODY)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ field: 'newPassword' }],
    });
  });

  it('takes no new password without the old one', async () => {
    const { token } = await active('made');
    const change = { token, oldPassword: 'not this one', newPassword: 'satu dua tiga empat' };
    await expect(test.directory.setPassword(change, NOBODY)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(signIn('made', OWN_PASSWORD)).resolves.toBeDefined();
  });
});

describe('guessing', () => {
  it('looks the same for a name nobody has', async () => {
    await active('nyoman');
    const known = await signIn('nyoman', 'wrong password').catch((error: unknown) => error);
    const unknown = await signIn('nobody-at-all', 'wrong password').catch((error: unknown) => error);
    expect(known).toMatchObject(wrong);
    expect(unknown).toMatchObject(wrong);
    await expect(signIn('', '')).rejects.toMatchObject(wrong);
    await expect(signIn('nyoman', 'x'.repeat(10_000))).rejects.toMatchObject(wrong);
  });

  it.each(['ketut', 'nobody-else'])('%s must wait after five wrong tries, longer each time', async (name) => {
    if (name === 'ketut') await active(name);
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(signIn(name, 'wrong password')).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    const refused = { code: 'rate_limited', extra: { retryAfterSeconds: 2 } };
    await expect(signIn(name, OWN_PASSWORD)).rejects.toMatchObject(refused);
    test.clock.advance(2_000);
    await expect(signIn(name, 'wrong password')).rejects.toMatchObject({ code: 'unauthenticated' });
    const longer = { code: 'rate_limited', extra: { retryAfterSeconds: 4 } };
    await expect(signIn(name, OWN_PASSWORD)).rejects.toMatchObject(longer);
    test.clock.advance(4_000);
    if (name === 'ketut') await expect(signIn(name, OWN_PASSWORD)).resolves.toBeDefined();
  });

  it('many at once gets no more tries than one after the other', async () => {
    await active('gede');
    const tries = Array.from({ length: 12 }, () =>
      signIn('gede', 'wrong password').catch((error: unknown) => (error as { code: string }).code),
    );
    const codes = await Promise.all(tries);
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(7);
  });

  it('leaves somebody alone who signs in often', async () => {
    await active('komang');
    const signed = await Promise.all(Array.from({ length: 8 }, () => signIn('komang', OWN_PASSWORD)));
    expect(new Set(signed.map(({ token }) => token)).size).toBe(8);
  });
});

describe('what leaves the directory about an officer', () => {
  it('is that they were invited and signed in, and nothing about the person', async () => {
    const { officerId } = await active('putu');
    const events = test.platform.client('directory', EventsService);
    const { events: published } = await events.getEvents({ aggregateId: officerId, fromPubSeq: 1 }, SERVICE);
    expect(published.map(({ type, pubSeq }) => [type, pubSeq])).toEqual([
      ['lapor.directory.v1.OfficerInvited', 1],
      ['lapor.directory.v1.OfficerSignedIn', 2],
    ]);
    for (const { body } of published) {
      expect(JSON.parse(body)).toEqual({ officerId, agencyId: BATAM });
    }
  });
});
