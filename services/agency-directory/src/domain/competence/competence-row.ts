import { invalid } from '@lapor/kernel';
import type { ReasonRef } from '../reason-ref.ts';
import type { CompetenceEntry } from './competence-tables.ts';

/** A line of the competence table, and the body (government or authority) whose table it is. */
export interface Rule extends CompetenceEntry {
  readonly bodyId: string;
}

export type CompetenceRowState = Omit<Rule, 'id'> & {
  /** Why it is as it is; absent where an import or a change of the agency tree made it so before these kept a reason. */
  readonly reason?: ReasonRef;
  /** Epoch milliseconds. */
  readonly changedAt: number;
};

export type CompetenceRowEvent = {
  readonly type: 'CompetenceRowSet';
  readonly data: Omit<CompetenceRowState, 'changedAt'>;
};

export function evolveCompetenceRow(
  _state: CompetenceRowState | undefined,
  event: CompetenceRowEvent,
  { at }: { readonly at: string },
): CompetenceRowState {
  return { ...event.data, changedAt: Date.parse(at) };
}

/** Nothing when the row is so already. */
export function setRow(
  state: CompetenceRowState | undefined,
  { id: _id, ...row }: Rule,
  reason?: ReasonRef,
): readonly CompetenceRowEvent[] {
  const same =
    state !== undefined &&
    state.agencyId === row.agencyId &&
    state.bodyId === row.bodyId &&
    state.categoryCode === row.categoryCode &&
    state.areaCode === row.areaCode &&
    state.validFrom === row.validFrom &&
    state.validTo === row.validTo;
  if (same) return [];
  return [{ type: 'CompetenceRowSet', data: { ...row, ...(reason === undefined ? {} : { reason }) } }];
}

/** @throws AppError invalid (validFrom, validTo) */
export function checkDays({ validFrom, validTo }: Pick<Rule, 'validFrom' | 'validTo'>): void {
  if (!isDay(validFrom)) throw invalid('validFrom', 'is a day, yyyy-mm-dd');
  if (validTo === undefined) return;
  if (!isDay(validTo)) throw invalid('validTo', 'is a day, yyyy-mm-dd');
  if (validTo < validFrom) throw invalid('validTo', 'is not before the first day');
}

/** A calendar day, yyyy-mm-dd. */
export function isDay(text: string): boolean {
  const parsed = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === text;
}
