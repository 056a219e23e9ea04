import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type {
  DayStatistics,
  Figures,
  Freshness as FreshnessMessage,
} from '@lapor/contracts/reporting/v1/reporting';
import { AppError } from '@lapor/kernel';
import { JUDGED_CLOCKS } from '@lapor/portal';
import type {
  AgencyFiguresView,
  DayFigures,
  FiguresQuery,
  FiguresView,
  Freshness,
  SummaryView,
} from '@lapor/portal';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import type { Intake } from '../../intake.ts';
import { channels } from '../../names.ts';
import { isoOf } from '../case-mapping.ts';
import { checkPlaces, inWords } from '../check-complaint.ts';

/** One cohort: what was received in [from, to], as of a moment. Public: figures name nobody. */
export async function readFigures(intake: Intake, query: FiguresQuery): Promise<SummaryView> {
  await requirePlaces(intake, query);
  const answer = await intake.reporting.getSummary(
    toRequest(query, await mergedInto(intake, query.categoryCode)),
    { caller: PUBLIC_CALLER },
  );
  return {
    figures: figuresView(answer.figures),
    channels: answer.channels.flatMap(({ channel, figures }) => {
      const name = channels.word(channel);
      return name === undefined ? [] : [{ channel: name, figures: figuresView(figures) }];
    }),
    asOf: isoOf(answer.asOf) ?? query.asOf ?? intake.clock.now().toISOString(),
    freshness: freshnessOf(answer.freshness),
  };
}

/** The same, one row per agency directly below. */
export async function readAgencyFigures(intake: Intake, query: FiguresQuery): Promise<AgencyFiguresView> {
  await requirePlaces(intake, query);
  const answer = await intake.reporting.listAgencyFigures(
    { cohort: toRequest(query, await mergedInto(intake, query.categoryCode)) },
    { caller: PUBLIC_CALLER },
  );
  return {
    agencies: answer.agencies.map(({ agencyId, agencyName, figures }) => ({
      agencyId,
      agencyName,
      figures: figuresView(figures),
    })),
    freshness: freshnessOf(answer.freshness),
  };
}

/** Nothing was received at a place that there is not: said, not counted as nought. */
async function requirePlaces(intake: Intake, query: FiguresQuery): Promise<void> {
  const { areaCode: area, agencyId: agency, categoryCode: category } = query;
  const { broken: issues } = await checkPlaces(intake, { area, agency, category });
  if (issues.length > 0) throw new AppError('invalid', inWords(issues), { issues });
}

/** What was merged into a category counts as it: asked for themselves, old codes are what they were. */
async function mergedInto({ places }: Intake, categoryCode: string | undefined): Promise<readonly string[]> {
  if (categoryCode === undefined) return [];
  const became = (await places.categories()).filter(({ successorCode }) => successorCode === categoryCode);
  return became.map(({ code }) => code);
}

function toRequest(query: FiguresQuery, merged: readonly string[] = []) {
  if (query.from > query.to)
    throw new AppError('invalid', 'the period ends before it begins', {
      issues: [{ field: 'to', rule: 'must not be before from' }],
    });
  return {
    from: query.from,
    to: query.to,
    ...(query.asOf === undefined ? {} : { asOf: timestampFromDate(new Date(query.asOf)) }),
    agencyId: query.agencyId ?? '',
    channels: (query.channels ?? []).map((name) => channels.value(name)),
    areaCode: query.areaCode ?? '',
    categoryCode: query.categoryCode ?? '',
    mergedCategoryCodes: [...merged],
    timeZone: query.timeZone ?? '',
    byChannel: query.byChannel ?? false,
  };
}

function figuresView(figures: Figures | undefined): FiguresView {
  if (figures === undefined) throw new AppError('internal', 'reporting answered without figures');
  return {
    byStatus: { ...figures.byStatus },
    received: figures.received,
    done: figures.done,
    inProcess: figures.inProcess,
    assigned: figures.assigned,
    followedUp: figures.followedUp,
    closed: figures.closed,
    followedUpPercent: figures.followedUpPercent,
    completionPercent: figures.completionPercent,
    firstFollowUpFromReceipt: days(figures.firstFollowUpFromReceipt),
    firstFollowUpFromSubmission: days(figures.firstFollowUpFromSubmission),
    stillWaiting: days(figures.stillWaiting),
    closedByOutcome: { ...figures.closedByOutcome },
    reopened: figures.reopened,
    bounces: figures.bounces,
    rating: days(figures.rating),
    answeredReachable: figures.answeredReachable,
    autoRouted: figures.autoRouted,
    misrouted: figures.misrouted,
    promisesDue: figures.promisesDue,
    promisesKept: figures.promisesKept,
    cases: figures.cases,
    keptPromisesPercent: figures.keptPromisesPercent,
    clocks: figures.clocks.flatMap(({ clock, met, missed, open, onTimePercent }) => {
      const name = JUDGED_CLOCKS.find((each) => each === clock);
      return name === undefined ? [] : [{ clock: name, met, missed, open, onTimePercent }];
    }),
  };
}

function days(statistics: DayStatistics | undefined): DayFigures {
  const { count = 0, mean = 0, median = 0, p90 = 0 } = statistics ?? {};
  return { count, mean, median, p90 };
}

function freshnessOf(freshness: FreshnessMessage | undefined): Freshness {
  return { lastEventAt: isoOf(freshness?.lastEventAt), lagSeconds: freshness?.lagSeconds ?? 0 };
}
