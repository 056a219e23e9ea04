import { EventsService } from '@lapor/contracts/events/v1/events';
import { ReportingService } from '@lapor/contracts/reporting/v1/reporting';
import type { BusEvent, RunningConsumer } from '@lapor/events';
import { eventsOf, type Platform, replayFrom, type RunningService, subscriptionTo } from '@lapor/runtime';
import { openSequenceGuard } from '@lapor/store';
import { readAgencyEvent, readCaseEvent } from './consumers.ts';
import { createFreshness } from './freshness.ts';
import { reportingService } from './grpc.ts';
import { openReportingStore } from './store.ts';
import { countEvent, factGuard } from './use-cases/count-event.ts';
import { rebuild } from './use-cases/rebuild.ts';
import { createRollups } from './use-cases/rollups.ts';

/** Cells are made when somebody asks; this keeps the first question of a quiet hour quick. */
const REFRESH_MILLISECONDS = 60_000;

/** Starts reporting: events in, facts kept, figures drawn up when asked for. */
export async function start(platform: Platform): Promise<RunningService> {
  // Bookkeeping of rollups is about when we wrote, not about domain time, which simulations turn at will.
  const wallClock = () => new Date();
  const store = openReportingStore(platform.store, wallClock);
  await platform.store.ready();
  const rollups = createRollups(store, wallClock);
  const consumers: RunningConsumer[] = [];
  const freshness = createFreshness(platform.clock, () => consumers);

  const count = async (event: BusEvent) => {
    const counted = readCaseEvent(event);
    if (counted === undefined) return;
    await countEvent(store, counted);
    freshness.saw(counted.at);
  };
  const learn = async (event: BusEvent) => {
    const agency = readAgencyEvent(event);
    if (agency !== undefined) await store.saveAgency(agency);
  };
  const agencies = openSequenceGuard(platform.store, `${platform.service}.directory`);
  consumers.push(
    await platform.bus.subscribe(subscriptionTo(platform, 'routing', factGuard(store), count)),
    await platform.bus.subscribe(subscriptionTo(platform, 'directory', agencies, learn)),
  );

  const routing = platform.client('routing', EventsService);
  platform.serve(
    ReportingService,
    reportingService({
      store,
      rollups,
      clock: platform.clock,
      freshness,
      async rebuild() {
        const made = await rebuild(
          store,
          { replay: () => replayFrom(routing), ofCase: (caseId) => eventsOf(routing, caseId) },
          readCaseEvent,
        );
        await rollups.fillAnew();
        return made;
      },
    }),
  );
  platform.every(REFRESH_MILLISECONDS, 'refresh rollups', async () => {
    await rollups.refresh();
  });

  return {
    ready: () => platform.store.ping(),
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.drain()));
    },
  };
}
