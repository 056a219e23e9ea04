import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfficerEvent, OfficerState } from './officer.ts';
import { change, deactivate, evolveOfficer, invite, reset, setPassword, signIn } from './officer.ts';
import { FREE_FAILURES, signInDelay } from './sign-in-delay.ts';

const at = '2024-05-06T01:00:00.000Z';
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
const types = (events: readonly OfficerEvent[]) => events.map((event) => event.type);

describe('an officer', () => {
  it('starts invited, with a one-time code that must become a password', () => {
    expect(invited).toMatchObject({ status: 'invited', mustSetPassword: true, credentialId: 'code' });
    expect(types(signIn(invited, 'code'))).toEqual(['OfficerSignedIn']);
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
    const events = signIn(given, 'given');
    expect(types(events)).toEqual(['OfficerActivated', 'OfficerSignedIn']);
    expect(fold(events, given)).toMatchObject({ status: 'active', lastSignedInAt: at });
  });

  it('after a reset the old credential opens nothing', () => {
    const again = fold(reset(invited, 'second'), invited);
    expect(() => signIn(again, 'code')).toThrow('wrong');
    expect(() => setPassword(again, 'code', 'own')).toThrow('meantime');
    expect(types(signIn(again, 'second'))).toEqual(['OfficerSignedIn']);
  });

  it('who left neither signs in, nor is reset, nor leaves again', () => {
    const gone = fold(deactivate(invited), invited);
    expect(() => signIn(gone, 'code')).toThrow('wrong');
    expect(() => reset(gone, 'second')).toThrow('left');
    expect(() => setPassword(gone, 'code', 'own')).toThrow('left');
    expect(deactivate(gone)).toEqual([]);
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
  it('is nothing at first, never shrinks, and never is more than 15 minutes', () => {
    for (let failures = 0; failures < FREE_FAILURES; failures += 1) expect(signInDelay(failures)).toBe(0);
    fc.assert(
      fc.property(fc.nat(10_000), (failures) => {
        expect(signInDelay(failures + 1)).toBeGreaterThanOrEqual(signInDelay(failures));
        expect(signInDelay(failures)).toBeLessThanOrEqual(15 * 60_000);
      }),
    );
    expect(signInDelay(FREE_FAILURES)).toBe(2_000);
  });
});
