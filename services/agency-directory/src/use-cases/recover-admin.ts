import { toAppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { digest, SYSTEM } from '../commands.ts';
import { reset } from '../domain/officer/decide-officer.ts';
import { NO_END } from '../domain/officer/one-time-code.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';
import { keepReason } from './change-with-reason.ts';
import { enterOfficer, givePassword } from './enter-officer.ts';
import { startOver } from './guesses.ts';

/** The first one the installation had, then those that this road has entered. */
const NAMES = ['admin', ...Array.from({ length: 8 }, (_, at) => `admin${at + 2}`)];

/** In the history of the account, where no officer stands as having done it. */
export const RECOVERED = 'Dipulihkan oleh pengelola mesin (LAPOR_ADMIN_RECOVERY_PASSWORD)';

/**
 * The way back in when no national admin can sign in: whoever may set the settings of this service gives a one-time password, for
 * `admin` or, where that is nobody's any more, for a new national admin. The same one gives it but once, however often it starts.
 * @returns the user name; undefined when this password was given before
 */
export async function recoverAdmin(parts: DirectoryParts, password: string): Promise<string | undefined> {
  const mark = Buffer.from(parts.macOf('admin-recovery', password)).toString('base64url');
  const commandId = `recover:${mark}`;
  const known: { readonly username: string; readonly officer: Loaded<OfficerState> | undefined }[] = [];
  for (const username of NAMES) {
    const officerId = await parts.claims.find(username);
    const officer = officerId === undefined ? undefined : await parts.officers.find(officerId);
    known.push({ username, officer });
    if (officer === undefined) continue;
    const history = await parts.officers.history(officer.id);
    if (history.some((event) => event.commandId === commandId)) return undefined;
  }
  const there = known.find(({ officer }) => isNationalAdmin(officer?.state));
  const username = (there ?? known.find(({ officer }) => officer === undefined))?.username;
  if (username === undefined) throw new Error('no user name is left for a national admin');
  const officerId = there?.officer?.id ?? (await enterAdmin(parts, username));
  const before = await parts.officers.get(officerId);
  const reason = await keepReason(parts, officerId, commandId, RECOVERED);
  const { credentialId } = await givePassword(parts, officerId, password);
  // Before it counts: whoever dies in between has left nothing locked.
  await startOver(parts, officerId);
  const command = { aggregateId: officerId, commandId, bodyHash: digest(commandId), actor: SYSTEM };
  const { state } = await parts.officers.execute(command, (now) =>
    reset(now, { credentialId, codeUntil: NO_END }, reason),
  );
  await parts.sessions.endAllOf(officerId);
  // Another replica that starts at the same time gives the same password: its credential counts, or this one.
  for (const id of [before.state.credentialId, credentialId])
    if (id !== state.credentialId) await parts.credentials.remove(id);
  return username;
}

function isNationalAdmin(state: OfficerState | undefined): boolean {
  return state?.role === 'national_admin' && state.status !== 'deactivated';
}

async function enterAdmin(parts: DirectoryParts, username: string): Promise<string> {
  const admin = {
    username,
    name: 'Admin Nasional',
    email: '',
    phone: '',
    language: 'id',
    role: 'national_admin',
    agencyId: parts.reference.rootId,
  } as const;
  try {
    return (await enterOfficer(parts, SYSTEM, admin)).officerId;
  } catch (error) {
    // Another replica that starts at the same time was faster.
    const there = await parts.claims.find(username);
    if (toAppError(error).code !== 'conflict' || there === undefined) throw error;
    return there;
  }
}
