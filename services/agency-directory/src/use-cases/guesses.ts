import { guessed } from '../domain/officer/alerts.ts';
import type { GuessedStep } from '../domain/officer/alerts.ts';
import { FREE_FAILURES_OF_STRANGERS } from '../domain/officer/sign-in-delay.ts';
import { digest, SYSTEM } from '../commands.ts';
import type { SeenDevice } from '../sign-in/known-devices.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Session } from '../sign-in/sessions.ts';
import type { Count } from '../sign-in/sign-in-throttle.ts';

/**
 * What a try to sign in is counted for (NIST SP 800-63B, 5.2.2). From a device the officer has signed in from before: that device
 * alone, whatever strangers do. From anywhere else: the name from that source, and the name from all such sources together.
 */
export function countsOf(
  username: string,
  { officerId = '', device, source }: Trying,
): readonly [Count, ...Count[]] {
  if (device.known) return [{ key: `device:${device.id}`, ownerId: officerId, tells: 'password' }];
  return [
    { key: username, free: FREE_FAILURES_OF_STRANGERS, ownerId: officerId, tells: 'password' },
    { key: `source:${username}\n${source}`, ownerId: officerId },
  ];
}

interface Trying {
  /** Undefined for a name nobody has. */
  readonly officerId: string | undefined;
  readonly device: SeenDevice;
  /** From where: an address. */
  readonly source: string;
}

/**
 * Tries at the second step, each from whoever has the right password; by device and source as those at the password are, or who
 * knows that would lock the owner out. Told of are guesses at a factor there is, and not what somebody mistypes who sets one up.
 */
export async function ofSecondFactor(
  { devices }: Pick<DirectoryParts, 'devices'>,
  { officer: { id: ownerId, state }, deviceId, sourceId }: Pick<Session, 'officer' | 'deviceId' | 'sourceId'>,
): Promise<readonly [Count, ...Count[]]> {
  const tells = state.secondFactor === undefined ? {} : ({ tells: 'second_step' } as const);
  if (await devices.knows(deviceId)) return [{ key: `second-factor:device:${deviceId}`, ownerId, ...tells }];
  return [
    { key: `second-factor:${ownerId}`, free: FREE_FAILURES_OF_STRANGERS, ownerId, ...tells },
    { key: `second-factor:source:${ownerId}\n${sourceId}`, ownerId },
  ];
}

/** Tries at the old password of somebody who is signed in. */
export function ofOldPassword(officerId: string): Count {
  return { key: `password:${officerId}`, ownerId: officerId };
}

/**
 * A new one-time code is the way out for whoever has no device left to sign in from, nor a code that is believed. What was counted
 * anywhere was tries at what holds no more, so that nobody gets nearer by it, and none but an admin gives one.
 */
export async function startOver(parts: DirectoryParts, officerId: string): Promise<void> {
  await Promise.all([parts.throttle.startOver(officerId), parts.devices.forget(officerId)]);
}

/**
 * Tells owners that somebody guesses: apart from the answer, which must not take longer where there is an owner. `count` tells those
 * who run the installation.
 */
export async function tellOfGuesses(
  parts: Pick<DirectoryParts, 'throttle' | 'officers' | 'log'>,
  count: (step: GuessedStep) => void,
): Promise<void> {
  for (const owed of await parts.throttle.owing()) {
    const { officerId, step } = owed;
    if (officerId !== '') {
      const commandId = `slowed:${owed.id}`;
      const command = { aggregateId: officerId, commandId, bodyHash: digest(commandId), actor: SYSTEM };
      await parts.officers.execute(command, (state) => guessed(state, step));
    }
    if (!(await parts.throttle.told(owed))) continue;
    count(step);
    if (step === 'second_step')
      parts.log.warn({ officerId }, 'somebody has the password of an account and guesses its second step');
  }
}
