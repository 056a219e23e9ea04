import type { CaseStatusName, ChannelName, CloseOutcomeName } from './complaint-types.ts';

/** A cohort: cases received in [from, to], as of a moment. */
export interface FiguresQuery {
  /** yyyy-mm-dd, both inclusive. */
  readonly from: string;
  readonly to: string;
  /** ISO 8601; default now. */
  readonly asOf?: string | undefined;
  /** With its whole subtree; default everything. */
  readonly agencyId?: string | undefined;
  readonly channels?: readonly ChannelName[] | undefined;
  readonly areaCode?: string | undefined;
  readonly categoryCode?: string | undefined;
  /** IANA name; default Asia/Jakarta. */
  readonly timeZone?: string | undefined;
  readonly byChannel?: boolean | undefined;
}

export interface DayFigures {
  readonly count: number;
  /** Days, one decimal. */
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
}

/** The clocks agencies are judged by, in the order of a case's life. */
export const JUDGED_CLOCKS = ['verification', 'response', 'resolution', 'urgent', 'case'] as const;

/** How one clock was kept. What is overdue and not done is missed already. */
export interface ClockFigures {
  readonly clock: (typeof JUDGED_CLOCKS)[number];
  readonly met: number;
  readonly missed: number;
  readonly open: number;
  /** Of met and missed; percent, one decimal; absent when there are none. */
  readonly onTimePercent?: number | undefined;
}

export interface FiguresView {
  /** They always add up to `received`. */
  readonly byStatus: Readonly<Partial<Record<CaseStatusName, number>>>;
  readonly received: number;
  readonly done: number;
  readonly inProcess: number;
  readonly assigned: number;
  readonly followedUp: number;
  readonly closed: number;
  /** Percent, one decimal; absent when nothing was assigned. */
  readonly followedUpPercent?: number | undefined;
  readonly completionPercent?: number | undefined;
  readonly firstFollowUpFromReceipt: DayFigures;
  readonly firstFollowUpFromSubmission: DayFigures;
  readonly stillWaiting: DayFigures;
  readonly closedByOutcome: Readonly<Partial<Record<CloseOutcomeName, number>>>;
  readonly reopened: number;
  readonly bounces: number;
  readonly rating: DayFigures;
  readonly answeredReachable: number;
  readonly autoRouted: number;
  /** Given to an agency that had to return them and was upheld. */
  readonly misrouted: number;
  /** Whose day has come. */
  readonly promisesDue: number;
  readonly promisesKept: number;
  /** What the complaints received come to: many about one matter are one case. */
  readonly cases: number;
  readonly keptPromisesPercent?: number | undefined;
  /** Those that ran. */
  readonly clocks: readonly ClockFigures[];
}

export interface Freshness {
  readonly lastEventAt?: string | undefined;
  readonly lagSeconds: number;
}

export interface SummaryView {
  readonly figures: FiguresView;
  readonly channels: readonly { readonly channel: ChannelName; readonly figures: FiguresView }[];
  readonly asOf: string;
  readonly freshness: Freshness;
}

export interface AgencyFiguresView {
  readonly agencies: readonly {
    readonly agencyId: string;
    readonly agencyName: string;
    readonly figures: FiguresView;
  }[];
  readonly freshness: Freshness;
}
