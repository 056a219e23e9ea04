import { slowed } from '../domain/officer/alerts.ts';
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
  if (device.known) return [{ key: `device:${device.id}`, ownerId: officerId, tells: true }];
  return [
    { key: username, free: FREE_FAILURES_OF_STRANGERS, ownerId: officerId, tells: true },
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
 * knows that would lock the owner out. What is told of them is the new device that the password was right on.
 */
export async function ofSecondFactor(
  { devices }: Pick<DirectoryParts, 'devices'>,
  { officer: { id: ownerId }, deviceId, sourceId }: Pick<Session, 'officer' | 'deviceId' | 'sourceId'>,
): Promise<readonly [Count, ...Count[]]> {
  if (await devices.knows(deviceId)) return [{ key: `second-factor:device:${deviceId}`, ownerId }];
  return [
    { key: `second-factor:${ownerId}`, free: FREE_FAILURES_OF_STRANGERS, ownerId },
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

/** Tells owners that somebody guesses: apart from the answer, which must not take longer where there is an owner. */
export async function tellOfGuesses(parts: DirectoryParts): Promise<void> {
  for (const owed of await parts.throttle.owing()) {
    if (owed.officerId !== '') {
      const commandId = `slowed:${owed.id}`;
      const command = { aggregateId: owed.officerId, commandId, bodyHash: digest(commandId), actor: SYSTEM };
      await parts.officers.execute(command, slowed);
    }
    await parts.throttle.told(owed);
  }
}
