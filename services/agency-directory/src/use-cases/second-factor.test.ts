import { CallerKind, Role } from '@lapor/contracts/common/v1/common';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BATAM, BATAM_ADMIN, NOBODY, SERVICE, startTestDirectory } from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

const PASSWORD = 'hujan di bulan Juni';
const person = { name: 'Rahmawati Hutapea', email: 'rahma.h@batam.example', phone: '' };
const HALF_MINUTE = 30_000;
const LONGEST_DELAY = 15 * 60_000;
/** Of a busy machine. */
const PATIENCE = { timeout: 30_000 };
let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory({});
});
afterAll(() => test.platform.stop());

interface From {
  readonly deviceKey?: string;
  readonly source?: string;
}
const signIn = (username: string, password = PASSWORD, device = '', from: From = {}) =>
  test.directory.createSession({ username, password, device, ...from }, NOBODY);
const resolve = (token: string) => test.directory.resolveSession({ token }, NOBODY);
const refused = (code: string) => expect.objectContaining({ code }) as unknown;

/** An officer with a password of their own, signed in. */
async function enter(username: string, role = Role.LIAISON) {
  const invited = await test.directory.inviteOfficer(
    { username, ...person, role, agencyId: BATAM, reason: 'Petugas baru' },
    BATAM_ADMIN,
  );
  const { token } = await signIn(username, invited.oneTimePassword);
  await test.directory.setPassword(
    { token, oldPassword: invited.oneTimePassword, newPassword: PASSWORD },
    NOBODY,
  );
  return { officerId: invited.officer?.officerId ?? '', ...(await signIn(username)) };
}

/** What the app shows at a moment, `steps` half minutes from now. */
function codeOf(secret: string, steps = 0): string {
  const timestamp = test.clock.now().getTime() + steps * HALF_MINUTE;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

async function enrol(username: string) {
  const { token, officerId } = await enter(username);
  const { secret, uri } = await test.directory.beginSecondFactor({ token }, NOBODY);
  const enrolled = await test.directory.enrolSecondFactor({ token, code: codeOf(secret) }, NOBODY);
  return { token, officerId, secret, uri, codes: enrolled.recoveryCodes };
}

async function alertsOf(officerId: string): Promise<readonly string[]> {
  const events = test.platform.client('directory', EventsService);
  const { events: published } = await events.getEvents({ aggregateId: officerId, fromPubSeq: 1 }, SERVICE);
  return published
    .filter(({ type }) => type.endsWith('.OfficerAlerted'))
    .map(({ body }) => (JSON.parse(body) as { readonly kind: string }).kind.replace('ALERT_KIND_', ''));
}

/** As the alarm asks for it. */
async function guessedSteps(): Promise<number> {
  const printed = await test.platform.metrics();
  return Number(/^lapor_sign_in_guessed_total\{step="second_step"\} (\d+)$/m.exec(printed)?.[1]);
}

describe('a second factor', () => {
  // First, so that nobody else was counted.
  it('is told to its owner when somebody guesses it, and counted for an alarm; what is mistyped at the set-up is not', async () => {
    const { token } = await enter('wayan.gusti');
    const { secret } = await test.directory.beginSecondFactor({ token }, NOBODY);
    const wrong = (call: 'enrolSecondFactor' | 'confirmSecondFactor', shownIn: string) =>
      expect(test.directory[call]({ token: shownIn, code: '000000' }, NOBODY)).rejects.toEqual(
        refused('invalid'),
      );
    for (let tried = 0; tried < 10; tried += 1) {
      await wrong('enrolSecondFactor', token);
      test.clock.advance(LONGEST_DELAY);
    }
    await test.directory.enrolSecondFactor({ token, code: codeOf(secret) }, NOBODY);

    expect(await guessedSteps()).toBe(0);
    const { officerId } = await resolve(token).then(({ caller }) => caller!);
    for (let tried = 0; tried < 10; tried += 1) {
      const from = { source: `203.0.113.${tried}` };
      await wrong('confirmSecondFactor', (await signIn('wayan.gusti', PASSWORD, '', from)).token);
    }
    await expect.poll(() => alertsOf(officerId), PATIENCE).toEqual(['FACTOR_SET', 'SECOND_STEP_GUESSED']);
    await expect.poll(guessedSteps, PATIENCE).toBe(1);
  });

  it('is taken into use with a right code, and only then', async () => {
    const { token } = await enter('rahma');
    const { secret, uri } = await test.directory.beginSecondFactor({ token }, NOBODY);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Lapor:rahma\?.*secret=/);
    expect(await test.directory.beginSecondFactor({ token }, NOBODY)).toMatchObject({ secret });
    await expect(test.directory.enrolSecondFactor({ token, code: '000000' }, NOBODY)).rejects.toEqual(
      refused('invalid'),
    );
    expect((await signIn('rahma')).secondFactor).toBe('none');
    const { recoveryCodes } = await test.directory.enrolSecondFactor({ token, code: codeOf(secret) }, NOBODY);
    expect(new Set(recoveryCodes).size).toBe(8);
    expect(await resolve(token)).toMatchObject({ secondFactor: 'set', caller: { role: Role.LIAISON } });
  });

  it('ends all sessions that never showed it', async () => {
    const { token } = await enter('sinta');
    const other = await signIn('sinta');
    const { secret } = await test.directory.beginSecondFactor({ token }, NOBODY);
    await test.directory.enrolSecondFactor({ token, code: codeOf(secret) }, NOBODY);
    await expect(resolve(other.token)).rejects.toEqual(refused('unauthenticated'));
  });

  it('is awaited from then on: until it is shown the session has no role', async () => {
    const { secret } = await enrol('tono');
    const { token, secondFactor } = await signIn('tono');
    expect(secondFactor).toBe('awaited');
    const before = await resolve(token);
    expect(before.caller).toMatchObject({ kind: CallerKind.OFFICER, role: Role.UNSPECIFIED, agencyId: '' });
    for (const call of ['beginSecondFactor', 'removeSecondFactor'] as const)
      await expect(test.directory[call]({ token, code: codeOf(secret, 1) }, NOBODY)).rejects.toThrow();
    await test.directory.confirmSecondFactor({ token, code: codeOf(secret, 1) }, NOBODY);
    expect((await resolve(token)).caller).toMatchObject({ role: Role.LIAISON, agencyId: BATAM });
  });

  it('opens once with each code, be it of the app or of the paper', async () => {
    const { secret, codes } = await enrol('umar');
    const code = codeOf(secret, 1);
    const show = async (shown: string) =>
      test.directory.confirmSecondFactor({ token: (await signIn('umar')).token, code: shown }, NOBODY);
    await show(code);
    await expect(show(code)).rejects.toEqual(refused('invalid'));
    // The one it was enrolled with is spent too.
    await expect(show(codeOf(secret))).rejects.toEqual(refused('invalid'));
    const [paper = ''] = codes;
    expect(await show(paper.toLowerCase().replaceAll('-', ' '))).toMatchObject({ recoveryCodesLeft: 7 });
    await expect(show(paper)).rejects.toEqual(refused('invalid'));
  });

  it('is not guessed: wrong codes make wait, also when the password is right in between', async () => {
    await enrol('vina');
    let last: unknown;
    for (let tried = 0; tried < 12; tried += 1) {
      const { token } = await signIn('vina');
      last = await test.directory
        .confirmSecondFactor({ token, code: '000000' }, NOBODY)
        .catch((error) => error);
    }
    expect(last).toMatchObject({ code: 'rate_limited', extra: { retryAfterSeconds: expect.any(Number) } });
  });

  /** Wrong codes from one place, until made to wait; answers how many tries that took. */
  async function guess(username: string, from: From): Promise<number> {
    for (let tries = 0; tries < 50; tries += 1) {
      const { token } = await signIn(username, PASSWORD, '', from);
      const tried = test.directory.confirmSecondFactor({ token, code: '000000' }, NOBODY);
      const { code } = await tried.then(
        () => ({ code: 'in' }),
        (error: unknown) => error as { readonly code: string },
      );
      if (code === 'rate_limited') return tries;
    }
    throw new Error('nobody was made to wait');
  }
  const confirm = async (username: string, secret: string, from: From, steps = 1) =>
    test.directory.confirmSecondFactor(
      { token: (await signIn(username, PASSWORD, '', from)).token, code: codeOf(secret, steps) },
      NOBODY,
    );

  it('locks nobody out: whoever knows the password waits elsewhere, the owner comes in where they were before', async () => {
    const home = { deviceKey: 'given laptop', source: '192.0.2.1' };
    const { secret } = await enrol('wayan.ari');
    await confirm('wayan.ari', secret, home);
    test.clock.advance(2 * HALF_MINUTE);
    expect(await guess('wayan.ari', { deviceKey: 'a', source: '203.0.113.1' })).toBe(5);
    expect(await guess('wayan.ari', { deviceKey: 'b', source: '203.0.113.1' })).toBe(0);
    // From many places no more than ten in all.
    expect(await guess('wayan.ari', { deviceKey: 'c', source: '203.0.113.2' })).toBe(5);
    expect(await guess('wayan.ari', { deviceKey: 'd', source: '203.0.113.3' })).toBe(0);
    const away = { deviceKey: 'given phone', source: '198.51.100.7' };
    await expect(confirm('wayan.ari', secret, away)).rejects.toEqual(refused('rate_limited'));
    await confirm('wayan.ari', secret, home);
    // That is no new start for strangers.
    await expect(confirm('wayan.ari', secret, away)).rejects.toEqual(refused('rate_limited'));
  });

  it('is shown before anything else of the account: who knows the password alone changes nothing', async () => {
    const { secret } = await enrol('wayan.eko');
    const { token } = await signIn('wayan.eko');
    for (const call of ['listSessions', 'endSessions'] as const)
      await expect(test.directory[call]({ token }, NOBODY)).rejects.toEqual(refused('forbidden'));
    const change = { token, oldPassword: PASSWORD, newPassword: 'hujan pagi di pelabuhan' };
    await expect(test.directory.setPassword(change, NOBODY)).rejects.toEqual(refused('forbidden'));
    await test.directory.confirmSecondFactor({ token, code: codeOf(secret, 1) }, NOBODY);
    await test.directory.setPassword(change, NOBODY);
  });

  it('is taken off with a code, or by the admin who resets the account', async () => {
    const { token, secret } = await enrol('wati');
    await expect(test.directory.removeSecondFactor({ token, code: '123456' }, NOBODY)).rejects.toEqual(
      refused('invalid'),
    );
    await test.directory.removeSecondFactor({ token, code: codeOf(secret, 1) }, NOBODY);
    // The old one may be on a telephone that is lost.
    expect((await test.directory.beginSecondFactor({ token }, NOBODY)).secret).not.toBe(secret);
    expect((await signIn('wati')).secondFactor).toBe('none');

    const { officerId } = await enrol('yuni');
    const { oneTimePassword } = await test.directory.resetOfficer(
      { officerId, reason: 'Ponsel hilang' },
      BATAM_ADMIN,
    );
    expect(await signIn('yuni', oneTimePassword)).toMatchObject({
      secondFactor: 'none',
      mustSetPassword: true,
    });
  });
});

describe('sessions', () => {
  it('are listed for their owner, and end one by one or all others at once', async () => {
    const { token } = await enter('zaki');
    const phone = await signIn('zaki', PASSWORD, 'Firefox, Android');
    const laptop = await signIn('zaki', PASSWORD, 'Chrome, Windows');
    const list = async () => (await test.directory.listSessions({ token }, NOBODY)).sessions;
    const sessions = await list();
    expect(sessions.map(({ device }) => device).sort()).toContain('Firefox, Android');
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    for (const { sessionId } of sessions) expect(token).not.toContain(sessionId);
    const sessionId = sessions.find(({ device }) => device === 'Firefox, Android')?.sessionId ?? '';
    // Nobody ends somebody else's.
    const stranger = await enter('stranger');
    await test.directory.endSessions({ token: stranger.token, sessionId }, NOBODY);
    await expect(resolve(phone.token)).resolves.toBeDefined();
    await test.directory.endSessions({ token, sessionId }, NOBODY);
    await expect(resolve(phone.token)).rejects.toEqual(refused('unauthenticated'));
    await expect(resolve(laptop.token)).resolves.toBeDefined();
    await test.directory.endSessions({ token }, NOBODY);
    await expect(resolve(laptop.token)).rejects.toEqual(refused('unauthenticated'));
    expect(await list()).toHaveLength(1);
  });
});
