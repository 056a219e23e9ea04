/** Days on which somebody is away, yyyy-mm-dd in the zone of the agency, both included. */
export type Absence = {
  readonly from: string;
  readonly to: string;
  /** Absent: the others of the agency. */
  readonly deputyId?: string;
};

/** An officer's state, as far as absences go. */
export interface WithAbsences {
  readonly absences?: readonly Absence[];
  readonly absence?: Absence;
}

const DAY_MILLISECONDS = 86_400_000;

/** In the order in which they begin, no two of them on the same day; also of a state, or from a replica, that knows but one. */
export function absencesOf({ absences = [], absence }: WithAbsences): readonly Absence[] {
  return absence === undefined ? absences : placed(absences, absence);
}

/** With one more, which takes the place of those it has days in common with; those that are over everywhere drop off. `at`: ISO 8601. */
export function planned(before: readonly Absence[], absence: Absence, at: string): readonly Absence[] {
  const yesterday = new Date(Date.parse(at) - DAY_MILLISECONDS).toISOString().slice(0, 10);
  return placed(
    before.filter(({ to }) => to >= yesterday),
    absence,
  );
}

function placed(before: readonly Absence[], absence: Absence): readonly Absence[] {
  const apart = before.filter(({ from, to }) => to < absence.from || from > absence.to);
  return [...apart, absence].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Those that are not over on this day: what others are shown. */
export function absencesFrom(state: WithAbsences, today: string): readonly Absence[] {
  return absencesOf(state).filter(({ to }) => to >= today);
}

/** The one of this day. */
export function absenceOn(state: WithAbsences, day: string): Absence | undefined {
  return absencesOf(state).find(({ from, to }) => from <= day && day <= to);
}
