import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  CompetenceAnswer as AnswerMessage,
  CompetenceChangeSchema,
  CompetenceRow as RowMessage,
} from '@lapor/contracts/directory/v1/directory_service';
import type { AgencySummary } from '@lapor/contracts/directory/v1/events';
import { AppError, formatTrackingId } from '@lapor/kernel';
import type {
  CompetenceAnswer,
  CompetenceChange,
  CompetencePreview,
  CompetenceQuestion,
  CompetenceRow,
  CompetenceTable,
  NamedCode,
} from '@lapor/portal';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import { deriveCommandKey } from '../../stores/identifiers.ts';
import type { Intake } from '../../intake.ts';
import { isoOf } from '../case-mapping.ts';
import { inCompetenceWords } from '../command-names.ts';
import { callerOf } from './officer-session.ts';

/** The table of an agency and all below it. The directory decides who may. */
export async function listCompetence(
  intake: Intake,
  token: string,
  agencyId?: string,
): Promise<CompetenceTable> {
  const caller = await callerOf(intake, token);
  const { rows, changes } = await intake.directory.listCompetence({ agencyId: agencyId ?? '' }, { caller });
  return {
    rows: await Promise.all(rows.map((row) => rowOf(intake, row))),
    changes: await Promise.all(
      changes.map(async ({ at, officerName, row, reason }) => ({
        at: isoOf(at) ?? '',
        officerName: officerName || undefined,
        row: await rowOf(intake, row),
        reason: reason || undefined,
      })),
    ),
  };
}

/** @throws AppError unauthenticated, forbidden, not_found, invalid */
export async function changeCompetence(
  intake: Intake,
  token: string,
  { change, reason }: { readonly change: CompetenceChange; readonly reason: string },
  idempotencyKey: string | undefined,
): Promise<CompetenceRow> {
  const caller = await callerOf(intake, token);
  const commandId =
    idempotencyKey === undefined
      ? ''
      : deriveCommandKey(intake.mac, `competence\n${caller.officerId}`, idempotencyKey);
  const { row } = await inOurWords(
    intake.directory.changeCompetence({ change: messageOf(change), reason, commandId }, { caller }),
  );
  return rowOf(intake, row);
}

/** Which of the last complaints there would have gone elsewhere. Changes nothing. */
export async function previewCompetence(
  intake: Intake,
  token: string,
  change: CompetenceChange,
  agencyId?: string,
): Promise<CompetencePreview> {
  const caller = await callerOf(intake, token);
  const { routings } = await intake.routing.listRoutings({ agencyId: agencyId ?? '' }, { caller });
  const declared = await declaredIn(
    intake,
    routings.map(({ caseId }) => caseId),
  );
  const samples = routings.map(({ caseId, categoryCode, areaCode }) => ({
    categoryCode,
    areaCode,
    declaredAgencyId: declared.get(caseId) ?? '',
  }));
  const { previews } = await inOurWords(
    intake.directory.previewCompetence({ change: messageOf(change), samples }, { caller }),
  );
  const moved = routings.flatMap((routing, at) => {
    const { before, after } = previews[at] ?? {};
    // By the tables of now and of then: what it went by when it came may have been the very mistake that is put right.
    const goes = before?.agency?.agencyId !== after?.agency?.agencyId;
    return goes && before && after ? [{ routing, before, after }] : [];
  });
  return {
    looked: routings.length,
    moved: await Promise.all(
      moved.map(async ({ routing: { caseId, categoryCode, areaCode }, before, after }) => ({
        trackingId: caseId,
        trackingIdText: formatTrackingId(caseId),
        category: await intake.places.nameCategory(categoryCode),
        area: await intake.places.nameArea(areaCode),
        before: await answerOf(intake, before),
        after: await answerOf(intake, after),
      })),
    ),
  };
}

/** Whom the reporters named, by the complaint: there no table decides. */
async function declaredIn(
  { complaints }: Intake,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await complaints.query({ _id: { $in: ids } }, { limit: ids.length });
  return new Map(found.map(({ id, state }) => [id, state.filing.agencyId]));
}

/** Who would be competent for such a complaint, and why. For everybody. */
export async function askCompetence(intake: Intake, question: CompetenceQuestion): Promise<CompetenceAnswer> {
  const { category = '', area = '', agencyId = '', day = '' } = question;
  const sample = { categoryCode: category, areaCode: area, declaredAgencyId: agencyId, day };
  const { previews } = await intake.directory.previewCompetence(
    { samples: [sample] },
    { caller: PUBLIC_CALLER },
  );
  const answer = previews[0]?.before;
  if (answer === undefined) throw new AppError('internal', 'the directory did not answer');
  return answerOf(intake, answer);
}

/** A refusal names the fields as this API does. */
async function inOurWords<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    throw inCompetenceWords(error);
  }
}

function messageOf(change: CompetenceChange): MessageInitShape<typeof CompetenceChangeSchema> {
  if (change.kind === 'end')
    return { change: { case: 'end', value: { rowId: change.rowId, validTo: change.validTo } } };
  const { agencyId, category: categoryCode, area: areaCode = '', validFrom, validTo = '' } = change;
  return { change: { case: 'enter', value: { agencyId, categoryCode, areaCode, validFrom, validTo } } };
}

export async function rowOf({ places }: Intake, row: RowMessage | undefined): Promise<CompetenceRow> {
  if (row === undefined) throw new AppError('internal', 'the directory answered without the row');
  const { rowId: id, agencyId, categoryCode, areaCode, validFrom, validTo } = row;
  const names = await places.nameAgencies([agencyId]);
  return {
    id,
    agency: names.get(agencyId) ?? { code: agencyId, name: agencyId },
    category: (await places.nameCategory(categoryCode)) ?? { code: categoryCode, name: categoryCode },
    area: await places.nameArea(areaCode),
    validFrom,
    validTo: validTo || undefined,
  };
}

export async function answerOf(intake: Intake, answer: AnswerMessage): Promise<CompetenceAnswer> {
  const { agency, via, row, admin, triageReason } = answer;
  return {
    agency: named(agency),
    via: via || undefined,
    row: row === undefined ? undefined : await rowOf(intake, row),
    admin: named(admin),
    triageReason: triageReason || undefined,
  };
}

function named(agency: AgencySummary | undefined): NamedCode | undefined {
  return agency && { code: agency.agencyId, name: agency.name };
}
