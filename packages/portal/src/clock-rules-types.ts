/** A day on which offices are closed. */
export interface DayOffView {
  readonly date: string;
  /** "holiday" or "collective_leave". */
  readonly kind: string;
}

/** What is entered for the nation, or for one province, regency or city, which adds to what is above it. */
export interface CalendarView {
  /** Absent for the nation. */
  readonly areaCode?: string | undefined;
  /** "Kota Batam, Kepulauan Riau"; absent for the nation. */
  readonly areaName?: string | undefined;
  /** Goes up with every change. */
  readonly edition: number;
  /** Free days of the week, 0 is Sunday. Absent: as in the area above, or Saturday and Sunday. */
  readonly weekend?: readonly number[] | undefined;
  /** How often the free days of the week were changed. */
  readonly weekendVersion: number;
  /** Years with a table, and how often it was changed; due dates that reach into another year are provisional. */
  readonly years: readonly {
    readonly year: number;
    readonly days: readonly DayOffView[];
    readonly version: number;
  }[];
  /** Newest first. */
  readonly changes: readonly RuleChangeInfo[];
  /** Whoever asks may change it. */
  readonly mayChange: boolean;
  /** Areas that have something of their own. */
  readonly enteredAreas: readonly { readonly areaCode: string; readonly name: string }[];
}

/** What a change would move; nothing of it is stored. */
export interface CalendarPreview {
  /** Open cases that were tried. */
  readonly looked: number;
  /** Of those, cases with a limit that would move. */
  readonly moved: number;
  /** Of those that would move, cases that follow another one. */
  readonly following: number;
  /** There are more than were tried. */
  readonly more: boolean;
  /** Open cases in all. */
  readonly open: number;
  /** Of the table of a year: days that would come, and days that would go. */
  readonly added: readonly DayOffView[];
  readonly gone: readonly DayOffView[];
  readonly examples: readonly {
    readonly trackingId: string;
    readonly trackingIdText: string;
    /** "case", "response" … */
    readonly clock: string;
    readonly dueBefore: string;
    readonly dueAt: string;
  }[];
}

/** What was changed; who did and why is there only for those who may change it. */
export interface RuleChangeInfo {
  readonly at: string;
  /** "2027", "weekend", or the version of a policy. */
  readonly what: string;
  readonly officerId?: string | undefined;
  /** Absent too when nobody knows any more. */
  readonly officerName?: string | undefined;
  readonly reason?: string | undefined;
  /** Of the table of a year: days that came, and days that went. */
  readonly added?: readonly DayOffView[] | undefined;
  readonly gone?: readonly DayOffView[] | undefined;
}

export interface CalendarChange {
  /** Empty for the nation, or the code of a province, a regency or a city. */
  readonly areaCode: string;
  /** Replaces the table of this year. */
  readonly year?: { readonly year: number; readonly days: readonly DayOffView[] } | undefined;
  /** Instead of a year's days: lines of "2027-01-01,holiday". */
  readonly csv?: { readonly year: number; readonly text: string } | undefined;
  /** Instead: an iCalendar file. */
  readonly ics?: { readonly year: number; readonly text: string } | undefined;
  readonly weekend?: readonly number[] | undefined;
  /** Of the year, or of the week, as it was read. Absent: whatever it is by now. */
  readonly version?: number | undefined;
  readonly reason: string;
}

/** The limits that can be set, in the order of a case's life. */
export const POLICY_NUMBERS = [
  'informationDays',
  'aspirationDays',
  'complaintDays',
  'supervisoryDays',
  'verificationDays',
  'responseDays',
  'leastLeftDays',
  'replyDays',
  'silenceDays',
  'urgentHours',
  'askAtMost',
  'reviveWithinDays',
  'reopenWithinDays',
  'reopenAtMost',
  'arbiterFromReturn',
  'keepLimitFrom',
  'escalateEvery',
  'promiseWithinDays',
  'sameTextOnCases',
  'handOverAfterDays',
  'handOverUntouchedDays',
] as const;
/** Years for which it is kept who reported and what was said, by how a case ended. */
export const RETENTION_NUMBERS = [
  'keepClosedYears',
  'keepArchivedYears',
  'keepReferredYears',
  'keepWithdrawnYears',
] as const;
export type RetentionNumber = (typeof RETENTION_NUMBERS)[number];
export type PolicyNumber = (typeof POLICY_NUMBERS)[number];

/** The limits of one regulation. */
export type PolicyFields = { readonly [Name in PolicyNumber | RetentionNumber]: number } & {
  readonly version: string;
  /** yyyy-mm-dd: clocks that start from this day on get its limits. */
  readonly validFrom: string;
  /** Percent of a limit at which its holder is warned. */
  readonly warnAt: readonly number[];
};

/** As somebody enters it: what it says nothing of is as in the platform's own. */
export type NewPolicy = Omit<PolicyFields, RetentionNumber> & {
  readonly [Name in RetentionNumber]?: number | undefined;
};

export interface PolicyView {
  readonly policies: readonly PolicyFields[];
  readonly changes: readonly RuleChangeInfo[];
}
