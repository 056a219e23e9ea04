import { AppError, worksOnCases } from '@lapor/kernel';
import { freshCommand } from '../commands.ts';
import { change } from '../domain/officer/decide-officer.ts';
import { mayRelease } from '../domain/officer/second-eyes.ts';
import { sameScope } from '../domain/officer/overseer-scope.ts';
import type { Place } from '../domain/officer/officer.ts';
import { because } from '../domain/reason-ref.ts';
import { isReachedElsewhere, putProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import type { RuleAuthor } from '../rules/rule-book.ts';
import { mapInParallel } from '../work-pool.ts';
import { changeStaff } from './change-staff.ts';
import { enterOfficer } from './enter-officer.ts';
import type { ImportPlan, PlannedOfficer } from './import-plan.ts';
import { requireAdminLeft } from './last-admin.ts';
import { requireInspectorLeft } from './last-inspector.ts';
import { requireReleaserLeft } from './releasers.ts';

/** Enough at once that the store commits in groups and the thread pool hashes without a pause. */
const WIDTH = 64;

type Planned = Pick<ImportPlan, 'officersAdded' | 'officersChanged'>;
type Changed = ImportPlan['officersChanged'][number];

/** A one-time password, shown once, and until when it opens (ISO 8601 UTC). */
export interface ImportedCode {
  readonly username: string;
  readonly password: string;
  readonly codeUntil: string;
}

/** Those who are there go where the files have them; then come those who are new. @returns one-time passwords of the new ones */
export async function importOfficers(
  parts: DirectoryParts,
  by: RuleAuthor,
  plan: Planned,
  initialPassword: string | undefined,
): Promise<readonly ImportedCode[]> {
  await mapInParallel(plan.officersChanged, WIDTH, (changed) =>
    staysInPlace(changed) ? correct(parts, by, changed) : move(parts, by, changed, plan),
  );
  const password =
    initialPassword === undefined ? {} : { password: { text: initialPassword, oneTime: false } };
  const entered = await mapInParallel(plan.officersAdded, WIDTH, async (planned) => {
    const { line: _line, unitKey: _unitKey, ...officer } = planned;
    const { username } = planned;
    const { oneTimePassword, codeUntil = '' } = await enterOfficer(parts, by.actor, {
      ...officer,
      language: 'id',
      ...password,
      ...because(by.reason),
    });
    return oneTimePassword === undefined ? [] : [{ username, password: oneTimePassword, codeUntil }];
  });
  return entered.flat();
}

function staysInPlace({ known, to }: Changed): boolean {
  return known.agencyId === to.agencyId && known.role === to.role && sameScope(known.scope, to.scope);
}

async function correct(parts: DirectoryParts, { actor, reason }: RuleAuthor, { known, to }: Changed) {
  const profile = await profileOf(parts, known.officerId, to);
  await parts.officers.execute(freshCommand(known.officerId, actor, 'import'), (state) =>
    change(state, { ...placeOf(to), profile, ...because(reason) }, isReachedElsewhere(known, to)),
  );
  parts.sessions.refresh(known.officerId);
}

/** As by hand: in sight of everybody who goes from there, and what was opened with the rights of before is over. */
async function move(
  parts: DirectoryParts,
  { actor, reason }: RuleAuthor,
  { known, to }: Changed,
  plan: Planned,
): Promise<void> {
  const { officerId, agencyId } = known;
  const profile = await profileOf(parts, officerId, to);
  const { commandId: changeId, bodyHash } = freshCommand(officerId, actor, 'import');
  const goes = {
    kind: 'moves',
    to: { ...placeOf(to), profile, ...because(reason) },
    reachedElsewhere: isReachedElsewhere(known, to),
  } as const;
  await changeStaff(parts, agencyId, async () => {
    const { state } = await parts.officers.get(officerId);
    if (state.agencyId !== agencyId || state.status === 'deactivated') throw changedMeanwhile();
    const after = placesAfter(plan).filter((place) => place.agencyId === agencyId);
    await requireAdminLeft(
      parts,
      officerId,
      state,
      after.find(({ role }) => role === state.role),
    );
    await requireInspectorLeft(
      parts,
      officerId,
      state,
      after.find(({ role }) => worksOnCases(role)),
    );
    await requireReleaserLeft(
      parts,
      officerId,
      state,
      after.find(({ role }) => mayRelease(role)),
    );
    return { officerId, from: placeOf(state), goes, changeId, bodyHash, actor };
  });
}

/** Where people are once the files hold, as far as they bring them there: whoever comes makes it possible for another to go. */
export function placesAfter({ officersAdded, officersChanged }: Planned): readonly Place[] {
  return [...officersAdded, ...officersChanged.map(({ to }) => to)];
}

export function changedMeanwhile(): AppError {
  return new AppError('conflict', 'officers were changed meanwhile: bring the files in once more');
}

function placeOf({ agencyId, role, scope }: Place): Place {
  return { agencyId, role, ...(scope === undefined ? {} : { scope }) };
}

function profileOf(parts: DirectoryParts, officerId: string, planned: PlannedOfficer) {
  const { username, name, email, phone } = planned;
  return putProfile(parts, officerId, { username, name, email, phone, language: 'id' });
}
