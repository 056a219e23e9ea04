import type { OfficerState } from '../domain/officer/officer.ts';
import { slowed } from '../domain/officer/alerts.ts';
import { FREE_FAILURES_OF_STRANGERS } from '../domain/officer/sign-in-delay.ts';
import { digest, SYSTEM } from '../commands.ts';
import type { SeenDevice } from '../sign-in/known-devices.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Count } from '../sign-in/sign-in-throttle.ts';
import type { Loaded } from '@lapor/store';

/**
 * What a try to sign in is counted for (NIST SP 800-63B, 5.2.2). From a device the officer has signed in from before: that device
 * alone, whatever strangers do. From anywhere else: the name from that source, and the name from all such sources together.
 */
export function countsOf(
  username: string,
  { officerId = '', device, source }: Trying,
): readonly [Count, ...Count[]] {
  if (device.known) return [{ key: `device:${device.id}`, ownerId: officerId }];
  return [strangersTo(username, officerId), { key: `source:${username}\n${source}` }];
}

interface Trying {
  /** Undefined for a name nobody has. */
  readonly officerId: string | undefined;
  readonly device: SeenDevice;
  /** From where: an address. */
  readonly source: string;
}

function strangersTo(username: string, ownerId: string): Count {
  return { key: username, free: FREE_FAILURES_OF_STRANGERS, ownerId };
}

/** Tries at the second step, each from whoever has the right password. */
export function ofSecondFactor(officerId: string): Count {
  return { key: `second-factor:${officerId}` };
}

/** Tries at the old password of somebody who is signed in. */
export function ofOldPassword(officerId: string): Count {
  return { key: `password:${officerId}` };
}

/** A new one-time code is the way out for whoever has no device left to sign in from, nor a code that is believed. */
export async function startOver(parts: DirectoryParts, officer: Loaded<OfficerState>): Promise<void> {
  const { username } = await readProfile(parts.contents, officer);
  await Promise.all([
    parts.throttle.forget([
      strangersTo(username, officer.id),
      ofSecondFactor(officer.id),
      ofOldPassword(officer.id),
    ]),
    parts.devices.forget(officer.id),
  ]);
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
