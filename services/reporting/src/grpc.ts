import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt';
import { enumWords, reachOf, type ServiceImplementation } from '@lapor/contracts';
import { CallerKind, Channel } from '@lapor/contracts/common/v1/common';
import type {
  FiguresSchema,
  GetSummaryRequest,
  ReportingService,
} from '@lapor/contracts/reporting/v1/reporting';
import { AppError, type Clock, invalid } from '@lapor/kernel';
import { DEFAULT_ZONE, isDay, timeZoneNamed } from './domain/days.ts';
import type { Figures } from './domain/figures.ts';
import type { Freshness } from './freshness.ts';
import type { ReportingStore } from './store.ts';
import type { Rollups } from './use-cases/rollups.ts';
import { type Cohort, servedByCells, summarize } from './use-cases/summarize.ts';

export interface GrpcParts {
  readonly store: ReportingStore;
  readonly rollups: Rollups;
  readonly clock: Clock;
  readonly freshness: Freshness;
  readonly rebuild: () => Promise<number>;
}

const channelWords = enumWords(Channel);

function readCohort(request: GetSummaryRequest): Cohort {
  for (const field of ['from', 'to'] as const) {
    if (!isDay(request[field])) throw invalid(field, 'is a day, yyyy-mm-dd');
  }
  if (request.from > request.to) throw invalid('to', 'is not before from');
  const zone = timeZoneNamed(request.timeZone || DEFAULT_ZONE);
  if (zone === undefined) throw invalid('timeZone', 'is an IANA time zone');
  return {
    from: request.from,
    to: request.to,
    zone,
    asOf: request.asOf === undefined ? undefined : timestampMs(request.asOf),
    agencyId: request.agencyId || undefined,
    channels: request.channels.flatMap((channel) => channelWords.word(channel) ?? []),
    areaCode: request.areaCode || undefined,
    categoryCodes: request.categoryCode === '' ? [] : [request.categoryCode, ...request.mergedCategoryCodes],
  };
}

function figuresMessage(figures: Figures): MessageInitShape<typeof FiguresSchema> {
  return { ...figures, clocks: [...figures.clocks] };
}

/** Figures hold no case and no person, so anybody may ask for them; a rebuild is the national admin's. */
export function reportingService(parts: GrpcParts): ServiceImplementation<typeof ReportingService> {
  const { store, rollups, clock, freshness } = parts;
  const refreshed = (cohort: Cohort) => (servedByCells(cohort) ? rollups.refresh() : Promise.resolve(0));
  return {
    async getSummary(request) {
      const cohort = readCohort(request);
      const now = clock.now().getTime();
      const cellsAge = await refreshed(cohort);
      const { figures, byChannel } = await summarize(store, cohort, now);
      return {
        figures: figuresMessage(figures),
        channels: request.byChannel
          ? [...byChannel].flatMap(([word, one]) =>
              channelWords.is(word)
                ? [{ channel: channelWords.value(word), figures: figuresMessage(one) }]
                : [],
            )
          : [],
        asOf: timestampFromMs(cohort.asOf ?? now),
        freshness: await freshness.now(cellsAge),
      };
    },

    async listAgencyFigures(request) {
      if (request.cohort === undefined) throw invalid('cohort', 'is required');
      const cohort = readCohort(request.cohort);
      const now = clock.now().getTime();
      const listed = cohort.agencyId ? await store.children(cohort.agencyId) : await store.onboarded();
      const cellsAge = await refreshed(cohort);
      const agencies = [];
      for (const { _id: agencyId, name: agencyName } of listed) {
        const { figures } = await summarize(store, { ...cohort, agencyId }, now);
        agencies.push({ agencyId, agencyName, figures: figuresMessage(figures) });
      }
      return { agencies, freshness: await freshness.now(cellsAge) };
    },

    async rebuild(_request, { caller }) {
      const admin = reachOf(caller, 'operate') !== undefined;
      if (!admin && caller.kind !== CallerKind.SYSTEM)
        throw new AppError('forbidden', 'only the national admin rebuilds figures');
      return { facts: await parts.rebuild() };
    },

    async getFreshness() {
      return { freshness: await freshness.now() };
    },
  };
}
