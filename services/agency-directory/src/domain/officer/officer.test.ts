import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfficerEvent, OfficerState } from './officer.ts';
import {
  change,
  deactivate,
  invite,
  needsPassword,
  reset,
  setPassword,
  signIn,
  signInThroughProvider,
} from './decide-officer.ts';
import { evolveOfficer } from './officer.ts';
import { codeEnd, NO_END } from './one-time-code.ts';
import { FREE_FAILURES, FREE_FAILURES_OF_STRANGERS, MOST_FAILURES, signInDelay } from './sign-in-delay.ts';

const at = '2024-05-06T01:00:00.000Z';
const because = { id: 'reason-1', digest: 'r' };
const profile = { id: 'profile-1', digest: 'd' };

function fold(events: readonly OfficerEvent[], from?: OfficerState): OfficerState {
  let state = from;
  for (const event of events) state = evolveOfficer(state, event, { at });
  if (state === undefined) throw new Error('no events');
  return state;
}

const invited = fold(
  invite(undefined, { agencyId: 'a', role: 'liaison', profile, credentialId: 'code', oneTime: true }),
);
const second = { credentialId: 'second', codeUntil: '2024-05-13T01:00:00.000Z' };
const inTime = () => false;
const types = (events: readonly OfficerEvent[]) => events.map((event) => event.type);

describe('an officer', () => {
  it('starts invited, with a one-time code that must become a password', () => {
    expect(invited).toMatchObject({ status: 'invited', mustSetPassword: true, credentialId: 'code' });
    expect(types(signIn(invited, 'code', inTime))).toEqual(['OfficerSignedIn']);
    const set = setPassword(invited, 'code', 'own');
    expect(types(set)).toEqual(['OfficerActivated', 'PasswordSet']);
    expect(fold(set, invited)).toMatchObject({
      status: 'active',
      mustSetPassword: false,
      credentialId: 'own',
    });
  });

  it('who was given a password is active with the first sign-in', () => {
    const given = fold(
      invite(undefined, { agencyId: 'a', role: 'liaison', profile, credentialId: 'given', oneTime: false }),
    );
    const events = signIn(given, 'given', inTime);
    expect(types(events)).toEqual(['OfficerActivated', 'OfficerSignedIn']);
    expect(fold(events, given)).toMatchObject({ status: 'active', lastSignedInAt: at });
  });

  it('with a password is tied to nobody at the provider who has not shown it, and then to that one', () => {
    const own = fold(setPassword(invited, 'code', 'own'), invited);
    const untold = { extra: { provider: 'password' } };
    expect(needsPassword(own)).toBe(true);
    expect(() => signInThroughProvider(own, 'subject')).toThrow(expect.objectContaining(untold));
    // What was shown was another password than there is by now.
    const since = fold(setPassword(own, 'own', 'next'), own);
    expect(() => signInThroughProvider(since, 'subject', 'own')).toThrow(expect.objectContaining(untold));
    const events = signInThroughProvider(own, 'subject', 'own');
    expect(types(events)).toEqual(['ProviderLinked', 'OfficerSignedIn']);
    const tied = fold(events, own);
    expect(needsPassword(tied)).toBe(false);
    expect(types(signInThroughProvider(tied, 'subject'))).toEqual(['OfficerSignedIn']);
    const unknown = { extra: { provider: 'unknown' } };
    expect(() => signInThroughProvider(tied, 'other', 'own')).toThrow(expect.objectContaining(unknown));
    expect(needsPassword(fold(reset(tied, second, because), tied))).toBe(false);
  });

  it('with a one-time code alone is tied to whom the provider lets in', () => {
    expect(types(signInThroughProvider(invited, 'subject'))).toEqual([
      'OfficerActivated',
      'ProviderLinked',
      'OfficerSignedIn',
    ]);
  });

  it('is told where they were reached before that it is elsewhere from now on, if they were ever in', () => {
    const to = { agencyId: 'a', role: 'liaison', profile: { id: 'profile-2', digest: 'd2' } } as const;
    const own = fold(setPassword(invited, 'code', 'own'), invited);
    const told = { agencyId: 'a', kind: 'contact_changed', profileId: 'profile-1' };
    expect(change(own, to, true).slice(1)).toEqual([{ type: 'OfficerAlerted', data: told }]);
    expect(types(change(own, to))).toEqual(['OfficerChanged']);
    expect(types(change(invited, to, true))).toEqual(['OfficerChanged']);
  });

  it('after a reset the old credential opens nothing', () => {
    const again = fold(reset(invited, second, because), invited);
    expect(() => signIn(again, 'code', inTime)).toThrow('wrong');
    expect(() => setPassword(again, 'code', 'own')).toThrow('meantime');
    expect(types(signIn(again, 'second', inTime))).toEqual(['OfficerSignedIn']);
  });

  it('does not get in with a code that has run out, and does with a password', () => {
    const undatedUntil = new Date('2024-05-10T00:00:00Z');
    const ranOut = (now: string) => (state: OfficerState) => (codeEnd(state, undatedUntil) ?? now) < now;
    const again = fold(reset(invited, second, because), invited);
    expect(types(signIn(again, 'second', ranOut('2024-05-13T00:00:00.000Z')))).toEqual(['OfficerSignedIn']);
    expect(() => signIn(again, 'second', ranOut('2024-05-14T00:00:00.000Z'))).toThrow('run out');
    // Given before codes had an end.
    expect(types(signIn(invited, 'code', ranOut('2024-05-09T00:00:00.000Z')))).toEqual(['OfficerSignedIn']);
    expect(() => signIn(invited, 'code', ranOut('2024-05-11T00:00:00.000Z'))).toThrow('run out');
    const own = fold(setPassword(again, 'second', 'own'), again);
    expect(types(signIn(own, 'own', ranOut('2034-05-14T00:00:00.000Z')))).toEqual(['OfficerSignedIn']);
    const operator = fold(reset(invited, { ...second, codeUntil: NO_END }, because), invited);
    expect(types(signIn(operator, 'second', ranOut('2034-05-14T00:00:00.000Z')))).toEqual([
      'OfficerSignedIn',
    ]);
  });

  it('who left neither signs in, nor is reset, nor leaves again', () => {
    const gone = fold(deactivate(invited), invited);
    expect(() => signIn(gone, 'code', inTime)).toThrow('wrong');
    expect(() => reset(gone, second, because)).toThrow('left');
    expect(() => setPassword(gone, 'code', 'own')).toThrow('left');
    expect(deactivate(gone)).toEqual([]);
  });

  it('is left, reset and entered for a reason that stays in the history alone', () => {
    const reason = because;
    const place = { agencyId: 'a', role: 'liaison', profile, credentialId: 'code' } as const;
    const [entered] = invite(undefined, { ...place, oneTime: true, reason });
    const [again] = reset(invited, second, reason);
    const [left] = deactivate(invited, { reason });
    for (const event of [entered, again, left]) expect(event?.data).toMatchObject({ reason });
    for (const state of [fold([entered!]), fold([again!], invited), fold([left!], invited)])
      expect(state).not.toHaveProperty('reason');
    // As they were before reasons were kept.
    expect(deactivate(invited)).toEqual([{ type: 'OfficerDeactivated', data: { agencyId: 'a' } }]);
  });

  it('is entered once, and changed only when something changes', () => {
    expect(() =>
      invite(invited, { agencyId: 'b', role: 'leader', profile, credentialId: 'x', oneTime: true }),
    ).toThrow('taken');
    expect(change(invited, { agencyId: 'a', role: 'liaison', profile })).toEqual([]);
    expect(types(change(invited, { agencyId: 'b', role: 'liaison', profile }))).toEqual(['OfficerChanged']);
  });
});

describe('the delay after wrong passwords', () => {
  it('is nothing at first, never shrinks, and is a day from the hundredth on', () => {
    for (const free of [FREE_FAILURES, FREE_FAILURES_OF_STRANGERS]) {
      for (let failures = 0; failures < free; failures += 1) expect(signInDelay(failures, free)).toBe(0);
      fc.assert(
        fc.property(fc.nat(10_000), (failures) => {
          const delay = signInDelay(failures, free);
          expect(signInDelay(failures + 1, free)).toBeGreaterThanOrEqual(delay);
          expect(delay).toBeLessThanOrEqual(failures < MOST_FAILURES ? 15 * 60_000 : 24 * 3_600_000);
        }),
      );
    }
  });

  it('lets nobody guess more than a hundred times in a row within two days', () => {
    let tries = 0;
    for (let at = 0; at < 2 * 24 * 3_600_000; at += signInDelay(tries, FREE_FAILURES_OF_STRANGERS))
      tries += 1;
    expect(tries).toBeLessThanOrEqual(MOST_FAILURES + 1);
  });
});
