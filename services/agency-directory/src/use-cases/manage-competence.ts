import type { Caller } from '@lapor/contracts/common/v1/common';
import { invalid, newId, notFound, stableId } from '@lapor/kernel';
import { requireManager } from '../access.ts';
import { actorOf } from '../commands.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { isBody } from '../domain/agency/agency.ts';
import { isWithinArea, normalizeAreaCode } from '../domain/areas/area-code.ts';
import { checkDays, isDay } from '../domain/competence/competence-row.ts';
import type { Rule } from '../domain/competence/competence-row.ts';
import { indexEntries, localDay } from '../domain/competence/competence-tables.ts';
import { dayAfter, dayBefore } from '../domain/days.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { answerBy } from './find-competent.ts';
import type { Answer, Asked } from './find-competent.ts';
import { TREE_SUBJECT } from './change-tree.ts';
import { digest, keepReason, tried } from './change-with-reason.ts';
import { managedAgency, officeAt } from './manage-officers.ts';
import { takenFrom, takenRule } from './taken-from.ts';

const MOST_CHANGES = 100;
const MOST_SAMPLES = 1_000;

/** A change of the table as an admin asks for it. */
export type CompetenceChange =
  | {
      readonly kind: 'enter';
      readonly row: Pick<Rule, 'agencyId' | 'categoryCode' | 'areaCode' | 'validFrom' | 'validTo'>;
    }
  | { readonly kind: 'end'; readonly rowId: string; readonly validTo: string };

export interface ListedRowChange {
  readonly row: Rule;
  readonly at: number;
  readonly officerId: string;
  readonly officerName: string;
  readonly reason: string;
}

/** Rows of the agencies in a part of the tree, and the last changes. @throws AppError unauthenticated, forbidden, not_found */
export async function listCompetence(
  parts: DirectoryParts,
  caller: Caller,
  asked: string,
): Promise<{ readonly rows: readonly Rule[]; readonly changes: readonly ListedRowChange[] }> {
  const top = await managedAgency(parts, caller, asked);
  const places = new Map(parts.view.subtree(top.agencyId).map(({ agencyId }, at) => [agencyId, at]));
  const order = ({ agencyId }: Rule): number => places.get(agencyId) ?? 0;
  const rows = [...parts.rules.all()]
    .filter(({ agencyId }) => places.has(agencyId))
    .sort((a, b) => order(a) - order(b) || keyOf(a).localeCompare(keyOf(b)));
  return { rows, changes: await lastChanges(parts, top, places) };
}

function keyOf({ categoryCode, areaCode, validFrom }: Rule): string {
  return `${categoryCode} ${areaCode} ${validFrom}`;
}

async function lastChanges(
  parts: DirectoryParts,
  top: AgencyRecord,
  places: ReadonlyMap<string, number>,
): Promise<readonly ListedRowChange[]> {
  const bodyId = officeAt(parts, top).body?.agencyId ?? top.agencyId;
  const found = await parts.competenceRows.query(
    { 'state.bodyId': bodyId },
    { sort: { 'state.changedAt': -1 }, limit: MOST_CHANGES },
  );
  const there = found.filter(({ state }) => places.has(state.agencyId));
  const histories = await Promise.all(
    there.map(async ({ id }) =>
      (await parts.competenceRows.history(id)).map((event) => ({ id, event, at: Date.parse(event.at) })),
    ),
  );
  const newest = histories.flat().sort((a, b) => b.at - a.at || b.event.seq - a.event.seq);
  return Promise.all(
    newest.slice(0, MOST_CHANGES).map(async ({ id, event: { actor, data }, at }) => {
      const { reason, ...row } = data;
      const officerId = actor.kind === 'officer' ? (actor.id ?? '') : '';
      const officer = officerId === '' ? undefined : await parts.officers.find(officerId);
      const officerName = officer === undefined ? '' : (await readProfile(parts.contents, officer)).name;
      const kept = reason === undefined ? undefined : await reasonOfRow(parts, bodyId, reason.id);
      return { row: { id, ...row }, at, officerId, officerName, reason: kept?.text ?? '' };
    }),
  );
}

/** What an import or a change of the tree did to it has the reason of these. */
async function reasonOfRow({ contents }: DirectoryParts, bodyId: string, id: string) {
  type Kept = { readonly text?: string };
  return (await contents.read<Kept>(bodyId, id)) ?? contents.read<Kept>(TREE_SUBJECT, id);
}

/** @throws AppError unauthenticated, forbidden, not_found, invalid, unprocessable (the command id with another content) */
export async function changeCompetence(
  parts: DirectoryParts,
  caller: Caller,
  {
    change,
    reason,
    commandId,
  }: { readonly change: CompetenceChange; readonly reason: string; readonly commandId: string },
): Promise<Rule> {
  const place = rowChanged(parts, caller, change);
  const command = `competence:${caller.officerId}:${commandId === '' ? newId() : commandId}`;
  // A command that was run before gets its first answer, whatever would be said to it now.
  const { value: row, refusal } = tried(() => rowAfter(parts, caller, place, change));
  const because = refusal === undefined ? await keepReason(parts, place.bodyId, command, reason) : undefined;
  const by = { actor: actorOf(caller), commandId: command, bodyHash: digest({ change, reason }) };
  const done = await parts.rules.change(place.id, by, () => {
    if (row === undefined) throw refusal ?? notFound('competence row', place.id);
    return { row, reason: because };
  });
  await parts.announce();
  return done;
}

interface ChangedRow {
  readonly id: string;
  readonly agency: AgencyRecord;
  readonly bodyId: string;
}

/** Which row a change is about, if the caller may change it; whatever else is to be said of it. */
function rowChanged(parts: DirectoryParts, caller: Caller, change: CompetenceChange): ChangedRow {
  if (change.kind === 'enter') {
    const { agencyId, categoryCode, areaCode, validFrom } = change.row;
    const agency = requireArranger(parts, caller, agencyId);
    const area = normalizeAreaCode(areaCode) ?? areaCode;
    // A row that a file brought in has an id of its own kind.
    const known = parts.rules
      .entriesFor(area, categoryCode)
      .find((entry) => entry.agencyId === agencyId && entry.validFrom === validFrom);
    const id = known?.id ?? stableId('competence', agencyId, categoryCode, area, validFrom);
    return { id, agency, bodyId: (officeAt(parts, agency).body ?? agency).agencyId };
  }
  const row = parts.rules.find(change.rowId);
  if (row === undefined) throw notFound('competence row', change.rowId);
  return { id: row.id, agency: requireArranger(parts, caller, row.agencyId), bodyId: row.bodyId };
}

/** The row as the change would have it. @throws AppError invalid */
function rowAfter(parts: DirectoryParts, caller: Caller, place: ChangedRow, change: CompetenceChange): Rule {
  const isNew = change.kind === 'enter';
  const row = isNew ? enteredRow(parts, place, change.row) : endedRow(parts, place, change.validTo);
  const body = takenFrom(parts, caller, row);
  if (body !== undefined) throw invalid(isNew ? 'areaCode' : 'validTo', takenRule(body));
  return row;
}

/** A row that is still to come may end before it begins: then it never holds. */
function endedRow({ rules, clock }: DirectoryParts, { id, agency }: ChangedRow, validTo: string): Rule {
  const row = rules.find(id);
  if (row === undefined) throw notFound('competence row', id);
  const isToCome = row.validFrom > localDay(clock.now(), agency.timeZone);
  if (isToCome && isDay(validTo) && validTo < row.validFrom)
    return { ...row, validTo: dayBefore(row.validFrom) };
  const ended = { ...row, validTo };
  checkDays(ended);
  return ended;
}

function enteredRow(
  parts: DirectoryParts,
  { id, agency, bodyId }: ChangedRow,
  row: Omit<Rule, 'id' | 'bodyId'>,
): Rule {
  const { agencyId, categoryCode, validFrom, validTo } = row;
  if (!agency.active) throw invalid('agencyId', 'is an agency that is not closed');
  const categories = parts.categories.tree();
  if (categories.lineage(categoryCode).length === 0)
    throw invalid('categoryCode', 'is the code of a category or of a group');
  if (categories.find(categoryCode)?.retired === true)
    throw invalid('categoryCode', 'is a category that is in use');
  const areaCode = checkedArea(parts, row.areaCode, parts.view.find(bodyId)?.areaCode ?? '');
  checkDays(row);
  const range = { validFrom, ...(validTo === undefined ? {} : { validTo }) };
  return { id, agencyId, categoryCode, areaCode, ...range, bodyId };
}

/** A government answers for what lies in its area, not for its neighbours'. */
function checkedArea({ reference }: DirectoryParts, typed: string, bodyArea: string): string {
  if (typed === '') {
    if (bodyArea !== '') throw invalid('areaCode', `lies in ${bodyArea}`);
    return '';
  }
  const code = normalizeAreaCode(typed);
  const area = code === undefined ? undefined : reference.areas().find(code);
  if (area === undefined) throw invalid('areaCode', 'is the code of an area such as 21.71');
  if (bodyArea !== '' && !isWithinArea(area.code, bodyArea)) throw invalid('areaCode', `lies in ${bodyArea}`);
  return area.code;
}

/** What an agency answers for is decided above it; for a body by its own admins. */
function requireArranger({ view }: DirectoryParts, caller: Caller, agencyId: string): AgencyRecord {
  const agency = view.find(agencyId);
  if (agency === undefined) throw notFound('agency', agencyId);
  const above = view.find(agency.parentId);
  requireManager(caller, isBody(agency) || above === undefined ? agency : above);
  return agency;
}

export interface Preview {
  readonly before: Answer;
  readonly after: Answer;
}

/** What the table says of each sample now, and what it would say. @throws AppError as a change */
export function previewCompetence(
  parts: DirectoryParts,
  caller: Caller,
  change: CompetenceChange | undefined,
  samples: readonly Asked[],
): readonly Preview[] {
  if (samples.length > MOST_SAMPLES) throw invalid('samples', `has at most ${MOST_SAMPLES} entries`);
  const row =
    change === undefined ? undefined : rowAfter(parts, caller, rowChanged(parts, caller, change), change);
  const others = row === undefined ? [] : [...parts.rules.all()].filter(({ id }) => id !== row.id);
  const entriesFor = row === undefined ? parts.rules.entriesFor : indexEntries([...others, row]);
  const rowOf = (id: string) => (row?.id === id ? row : parts.rules.find(id));
  const since = change === undefined || row === undefined ? {} : dayOfEffect(parts, change, row);
  return samples.map((sample) => {
    const asked = { ...since, ...sample };
    return {
      before: answerBy(parts, asked, parts.rules.entriesFor, (id) => parts.rules.find(id)),
      after: answerBy(parts, asked, entriesFor, rowOf),
    };
  });
}

/** A change of the future is tried on the first day on which it is felt. */
function dayOfEffect(
  { view, clock }: DirectoryParts,
  change: CompetenceChange,
  row: Rule,
): { readonly day?: string } {
  const today = localDay(clock.now(), view.find(row.agencyId)?.timeZone ?? 'Asia/Jakarta');
  const day = change.kind === 'enter' ? row.validFrom : dayAfter(row.validTo ?? change.validTo);
  return day > today ? { day } : {};
}
