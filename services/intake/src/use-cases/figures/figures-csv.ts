import { JUDGED_CLOCKS } from '@lapor/portal';
import type { ClockFigures, FiguresView, SummaryView } from '@lapor/portal';

type Column = readonly [name: string, read: (figures: FiguresView) => number | undefined];

const STATUSES = [
  'unverified',
  'held',
  'assigned',
  'returned',
  'in_progress',
  'answered',
  'closed',
  'archived',
  'referred',
  'withdrawn',
] as const;

const CLOCK_COLUMNS: readonly Column[] = JUDGED_CLOCKS.flatMap((clock) => {
  const column = (name: string, read: (figures: ClockFigures) => number | undefined): Column => [
    `${clock}_${name}`,
    ({ clocks }) => {
      const ran = clocks.find((each) => each.clock === clock);
      return ran === undefined ? undefined : read(ran);
    },
  ];
  return [
    column('met', ({ met }) => met),
    column('missed', ({ missed }) => missed),
    column('open', ({ open }) => open),
    column('on_time_percent', ({ onTimePercent }) => onTimePercent),
  ];
});

const COLUMNS: readonly Column[] = [
  ['received', (figures) => figures.received],
  ['done', (figures) => figures.done],
  ['in_process', (figures) => figures.inProcess],
  ...STATUSES.map((status): Column => [status, (figures) => figures.byStatus[status] ?? 0]),
  ['assigned_ever', (figures) => figures.assigned],
  ['followed_up', (figures) => figures.followedUp],
  ['followed_up_percent', (figures) => figures.followedUpPercent],
  ['completion_percent', (figures) => figures.completionPercent],
  ['first_follow_up_days_mean', (figures) => figures.firstFollowUpFromReceipt.mean],
  ['first_follow_up_days_median', (figures) => figures.firstFollowUpFromReceipt.median],
  ['first_follow_up_days_p90', (figures) => figures.firstFollowUpFromReceipt.p90],
  ['from_submission_days_mean', (figures) => figures.firstFollowUpFromSubmission.mean],
  ['from_submission_days_median', (figures) => figures.firstFollowUpFromSubmission.median],
  ['from_submission_days_p90', (figures) => figures.firstFollowUpFromSubmission.p90],
  ['still_waiting', (figures) => figures.stillWaiting.count],
  ['still_waiting_days_mean', (figures) => figures.stillWaiting.mean],
  ['still_waiting_days_p90', (figures) => figures.stillWaiting.p90],
  ['answered_reachable', (figures) => figures.answeredReachable],
  ['closed_confirmed', (figures) => figures.closedByOutcome.confirmed ?? 0],
  ['closed_silent', (figures) => figures.closedByOutcome.silent ?? 0],
  ['closed_unreachable', (figures) => figures.closedByOutcome.unreachable ?? 0],
  ['closed_promised', (figures) => figures.closedByOutcome.promised ?? 0],
  ['reopened', (figures) => figures.reopened],
  ['bounces', (figures) => figures.bounces],
  ['rating_mean', (figures) => figures.rating.mean],
  ['auto_routed', (figures) => figures.autoRouted],
  ['misrouted', (figures) => figures.misrouted],
  ['promises_due', (figures) => figures.promisesDue],
  ['cases', (figures) => figures.cases],
  ['promises_kept', (figures) => figures.promisesKept],
  ...CLOCK_COLUMNS,
];

/** RFC 4180: a line for everything, then one per channel when asked for. */
export function summaryCsv({ figures, channels, asOf }: SummaryView): string {
  const row = (name: string, values: FiguresView) =>
    [name, asOf, ...COLUMNS.map(([, read]) => String(read(values) ?? ''))].join(',');
  const header = ['channel', 'as_of', ...COLUMNS.map(([name]) => name)].join(',');
  const lines = [header, row('all', figures), ...channels.map((each) => row(each.channel, each.figures))];
  return `${lines.join('\r\n')}\r\n`;
}
