import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type {
  CompetenceAnswerSchema,
  CompetenceChange as ChangeMessage,
  CompetenceRowSchema,
  CompetenceSample,
} from '@lapor/contracts/directory/v1/directory_service';
import { invalid } from '@lapor/kernel';
import { summaryOf } from '../stores/agency-store.ts';
import { isDay } from '../domain/competence/competence-row.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Rule } from '../rules/rule-book.ts';
import type { Answer, Asked } from '../use-cases/find-competent.ts';
import { changeCompetence, listCompetence, previewCompetence } from '../use-cases/manage-competence.ts';
import type { CompetenceChange } from '../use-cases/manage-competence.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type TableCall = 'listCompetence' | 'changeCompetence' | 'previewCompetence';

/** The competence table: read, changed, and tried before it is changed. */
export function competenceTableCalls(parts: DirectoryParts): Pick<DirectoryCalls, TableCall> {
  return {
    async listCompetence({ agencyId }, { caller }) {
      const { rows, changes } = await listCompetence(parts, caller, agencyId);
      return {
        rows: rows.map(rowMessage),
        changes: changes.map(({ at, row, ...change }) => ({
          ...change,
          at: timestampFromMs(at),
          row: rowMessage(row),
        })),
      };
    },
    async changeCompetence({ change, reason, commandId }, { caller }) {
      const wanted = readChange(change);
      if (wanted === undefined) throw invalid('change', 'is required');
      return {
        row: rowMessage(await changeCompetence(parts, caller, { change: wanted, reason, commandId })),
      };
    },
    // The promise is all that is asynchronous here: everything is in memory.
    async previewCompetence({ change, samples }, { caller }) {
      const previews = previewCompetence(parts, caller, readChange(change), samples.map(readSample));
      return {
        previews: previews.map(({ before, after }) => ({
          before: answerMessage(before),
          after: answerMessage(after),
        })),
      };
    },
  };
}

function readChange(message: ChangeMessage | undefined): CompetenceChange | undefined {
  const { change } = message ?? {};
  if (change?.case === 'end')
    return { kind: 'end', rowId: change.value.rowId, validTo: change.value.validTo };
  if (change?.case !== 'enter') return undefined;
  const { agencyId, categoryCode, areaCode, validFrom, validTo } = change.value;
  const row = { agencyId, categoryCode, areaCode, validFrom, ...(validTo === '' ? {} : { validTo }) };
  return { kind: 'enter', row };
}

function readSample({ declaredAgencyId, categoryCode, areaCode, day }: CompetenceSample): Asked {
  if (day !== '' && !isDay(day)) throw invalid('day', 'is a day, yyyy-mm-dd');
  return {
    ...(declaredAgencyId === '' ? {} : { declaredAgencyId }),
    ...(categoryCode === '' ? {} : { categoryCode }),
    ...(areaCode === '' ? {} : { areaCode }),
    ...(day === '' ? {} : { day }),
  };
}

export function rowMessage(row: Rule): MessageInitShape<typeof CompetenceRowSchema> {
  const { id: rowId, agencyId, categoryCode, areaCode, validFrom, validTo = '' } = row;
  return { rowId, agencyId, categoryCode, areaCode, validFrom, validTo };
}

export function answerMessage({
  agency,
  via,
  admin,
  triageReason,
  row,
}: Answer): MessageInitShape<typeof CompetenceAnswerSchema> {
  return {
    ...(agency === undefined ? {} : { agency: summaryOf(agency) }),
    ...(admin === undefined ? {} : { admin: summaryOf(admin) }),
    ...(row === undefined ? {} : { row: rowMessage(row) }),
    via: via ?? '',
    triageReason: triageReason ?? '',
  };
}
