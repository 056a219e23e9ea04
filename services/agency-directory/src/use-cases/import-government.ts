import { agencyIdFor, AppError, invalid } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import { CallerKind } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { requireManager, requireNationalAdmin } from '../access.ts';
import { actorOf, freshCommand } from '../commands.ts';
import { enterAgency } from '../domain/agency/agency.ts';
import { normalizeAreaCode } from '../domain/areas/area-code.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import { because } from '../domain/reason-ref.ts';
import type { DirectoryParts } from '../parts.ts';
import { passwordIssues } from '../sign-in/passwords.ts';
import { mapInParallel } from '../work-pool.ts';
import { readGovernment } from '../reference/read-government.ts';
import type { GovernmentTexts } from '../reference/read-government.ts';
import type { RuleAuthor } from '../rules/rule-book.ts';
import { recordImport } from './change-tree.ts';
import { checkedReason } from './change-with-reason.ts';
import { mayRelease } from '../domain/officer/second-eyes.ts';
import { askFourEyes } from './ask-four-eyes.ts';
import { changedMeanwhile, importOfficers, placesAfter } from './import-officers.ts';
import type { ImportedCode } from './import-officers.ts';
import { planImport } from './plan-import.ts';
import type { ImportPlan } from './import-plan.ts';
import { readPresent } from './read-present.ts';
import { refreshDirectory } from './refresh-directory.ts';
import { settleStaffingBelow } from './staffing.ts';
import { tellInspectors } from './tell-inspectors.ts';

/** Enough at once that the store commits in groups and the thread pool hashes without a pause. */
const WIDTH = 64;
const BODY_KEY = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;
const LONGEST_NAME = 160;
const CLOSED_BODY_RULE = 'is that of a body that was closed: who goes on there is named by its own key';

export interface ImportRequest {
  readonly areaCode: string;
  readonly files: GovernmentTexts;
  /** A second body on the same area; undefined for the area's own government. */
  readonly second: { readonly key: string; readonly name: string } | undefined;
  /** For demo and simulation; undefined makes one-time codes. */
  readonly initialPassword: string | undefined;
  readonly dryRun: boolean;
  /** A dry run needs none, nor does the platform itself. */
  readonly reason: string;
}

export interface Imported {
  readonly plan: ImportPlan;
  readonly oneTimePasswords: readonly ImportedCode[];
}

/**
 * Brings units, officers and competence of a government in. Nothing is written while a line is wrong; bringing the same
 * files in again writes nothing; a run that was cut off is finished by the next.
 * @throws AppError invalid (request, reason), forbidden, unauthenticated, conflict
 */
export async function importGovernment(
  parts: DirectoryParts,
  caller: Caller,
  request: ImportRequest,
): Promise<Imported> {
  const areaCode = checkedArea(parts, request.areaCode);
  // The difference is taken from what is in memory, and another replica may just have changed something.
  await refreshDirectory(parts);
  const body = bodyOf(parts, caller, areaCode, request.second);
  checkPassword(request.initialPassword);
  const silent = request.dryRun || caller.kind === CallerKind.SYSTEM;
  const why = silent ? undefined : checkedReason(request.reason);
  const { reference } = parts;
  const files = readGovernment(request.files, {
    areaCode,
    bodyKey: body.key,
    areas: reference.areas(),
    categories: parts.categories.tree(),
  });
  const plan = planImport(files, body, await readPresent(parts, caller, body, files));
  if (request.dryRun || plan.issues.length > 0) return { plan, oneTimePasswords: [] };
  const counts = {
    units: plan.unitsAdded + plan.unitsChanged,
    officers: plan.officersAdded.length + plan.officersChanged.length,
    rules: plan.rulesAdded.length + plan.rulesChanged.length,
  };
  const isChange = plan.agencies.length > 0 || Object.values(counts).some((count) => count > 0);
  const reason =
    why === undefined || !isChange ? undefined : await recordImport(parts, caller, body, counts, why);
  const by = { actor: actorOf(caller), ...because(reason) };
  await tellOfImport(parts, caller, plan);
  const oneTimePasswords = await apply(parts, by, plan, request.initialPassword);
  await settleStaffingBelow(parts, by.actor, body.agencyId);
  return { plan, oneTimePasswords };
}

/** Once for each inspectorate whose officers it changes. */
async function tellOfImport(parts: DirectoryParts, caller: Caller, plan: ImportPlan): Promise<void> {
  const { officersAdded, officersChanged, agencies } = plan;
  const staffed = officersChanged.flatMap(({ known, to }) => [known.agencyId, to.agencyId]);
  const at = new Set([...officersAdded.map(({ agencyId }) => agencyId), ...staffed]);
  for (const id of at) await tellInspectors(parts, caller, id, 'inspectorate_officers');
  for (const { agencyId } of agencies) await tellInspectors(parts, caller, agencyId, 'inspectorate_changed');
}

function checkedArea({ reference }: DirectoryParts, typed: string): string {
  const code = normalizeAreaCode(typed);
  const area = code === undefined ? undefined : reference.areas().find(code);
  if (area === undefined) throw invalid('area_code', 'is the code of an area such as 21.71');
  if (area.level !== 'province' && area.level !== 'regency') {
    throw invalid('area_code', 'is the code of a province, regency or city');
  }
  return area.code;
}

/** The body as it is now or is to be, if the caller may manage it. */
function bodyOf(
  { view, reference }: DirectoryParts,
  caller: Caller,
  areaCode: string,
  second: ImportRequest['second'],
): KeyedAgency {
  const key = second?.key ?? areaCode;
  if (second !== undefined && !BODY_KEY.test(key)) {
    throw invalid('body_key', 'has up to 48 lower-case letters, digits and dashes');
  }
  const present = view.find(agencyIdFor(key));
  if (present !== undefined) {
    requireManager(caller, present);
    const elsewhere = present.areaCode !== '' && present.areaCode !== areaCode;
    if (!present.active) throw invalid(second === undefined ? 'area_code' : 'body_key', CLOSED_BODY_RULE);
    if (elsewhere) throw invalid('body_key', `is a body of another area, ${present.areaCode}`);
    return { ...present, key };
  }
  requireNationalAdmin(caller);
  const name = second?.name.trim() ?? '';
  if (name === '' || name.length > LONGEST_NAME) {
    throw invalid('body_name', `has 1 to ${LONGEST_NAME} characters where the body is new`);
  }
  const agencyId = agencyIdFor(key);
  return {
    agencyId,
    key,
    name,
    shortName: '',
    kind: 'authority',
    parentId: reference.rootId,
    path: [reference.rootId, agencyId],
    areaCode,
    timeZone: timeZoneOf(areaCode),
    active: true,
    onboarded: false,
  };
}

function checkPassword(password: string | undefined): void {
  if (password === undefined) return;
  const issues = passwordIssues(password).map(({ rule }): Issue => ({ field: 'initial_password', rule }));
  const [issue] = issues;
  if (issue !== undefined) throw new AppError('invalid', `${issue.field}: ${issue.rule}`, { issues });
}

/** Where people work already and four eyes come with the file, they are asked for as by hand. @throws AppError conflict */
async function enterFromFile(
  parts: DirectoryParts,
  { actor }: RuleAuthor,
  plan: ImportPlan,
  { agencyId, ...details }: ImportPlan['agencies'][number],
): Promise<void> {
  const { fourEyes, fourEyesBy, ...others } = details;
  const known = parts.view.find(agencyId);
  const asks = fourEyes === true && known !== undefined && known.fourEyes !== true;
  const { state } = await parts.agencies.execute(freshCommand(agencyId, actor, 'import'), (before) => {
    const onboarded = details.onboarded || (before?.onboarded ?? false);
    const isNew = asks && before?.fourEyes !== true;
    return enterAgency(before, { ...(isNew ? others : details), onboarded });
  });
  parts.view.put({ agencyId, ...state });
  if (!asks) return;
  const { commandId: changeId, bodyHash } = freshCommand(agencyId, actor, 'four-eyes');
  const isStaffed = placesAfter(plan).some((place) => place.agencyId === agencyId && mayRelease(place.role));
  await askFourEyes(parts, { agencyId, fourEyesBy, changeId, bodyHash, actor }, () => {
    if (!isStaffed) throw changedMeanwhile();
  });
}

/** Agencies first, so that nobody serves one that is not there; officers last: they are what takes time. */
async function apply(
  parts: DirectoryParts,
  by: RuleAuthor,
  plan: ImportPlan,
  initialPassword: string | undefined,
): Promise<Imported['oneTimePasswords']> {
  await mapInParallel(plan.agencies, WIDTH, (agency) => enterFromFile(parts, by, plan, agency));
  await parts.rules.put([...plan.rulesAdded, ...plan.rulesChanged], by);
  if (plan.agencies.length + plan.rulesAdded.length + plan.rulesChanged.length > 0) await parts.announce();
  return importOfficers(parts, by, plan, initialPassword);
}
