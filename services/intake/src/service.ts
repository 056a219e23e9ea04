import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { DeadLettersService } from '@lapor/contracts/events/v1/dead_letters';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { NotificationService } from '@lapor/contracts/notification/v1/notification';
import { ReportingService } from '@lapor/contracts/reporting/v1/reporting';
import { HistoryService } from '@lapor/contracts/routing/v1/history_service';
import { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import type { OutboxHint, Relay } from '@lapor/events';
import { loadDangerMatcher } from '@lapor/language';
import { portalPlugin } from '@lapor/portal';
import { eventsService, isSimulated, readConfig } from '@lapor/runtime';
import type { Platform, RunningService } from '@lapor/runtime';
import { openAggregateStore, openContentStore } from '@lapor/store';
import { Counter } from 'prom-client';
import { openBreachListings } from './stores/breach-listings.ts';
import { openAnonymisations } from './stores/anonymisations.ts';
import { openAccessTokens } from './remotes/access-tokens.ts';
import { IntakeConfigSchema } from './config.ts';
import { intakeService } from './grpc.ts';
import { buildApp } from './http/app.ts';
import type { Intake } from './intake.ts';
import { createNearbyCases } from './remotes/nearby-cases.ts';
import { createPlaces } from './remotes/places.ts';
import { createPortalApi } from './portal-api.ts';
import { createRateLimiter, readLimits } from './rate-limits.ts';
import { openReceipts } from './receipts.ts';
import { createSessionCache } from './remotes/session-cache.ts';
import { finishErasures } from './use-cases/erase-reporter-data.ts';
import { finishDiscarding } from './use-cases/evidence-photos.ts';
import { runRetention } from './use-cases/retention.ts';
import { complaintDefinition, senderDefinition } from './stores/store.ts';

/** An erasure, and what an officer takes back, is done at once; this finds what a crash cut short. */
const ERASURE_MILLISECONDS = 30_000;
/** Years are over: some minutes more are nothing. */
const RETENTION_MILLISECONDS = 600_000;

/** Opens the stores and the clients of the others. */
export async function openIntake(platform: Platform): Promise<{
  readonly intake: Intake;
  /** Also what was published. */
  readonly complaints: Intake['complaints'];
}> {
  const config = readConfig(IntakeConfigSchema, platform.env);
  const { store: connection, keys, clock, log } = platform;
  // The relay needs the outbox, and the store tells the relay: it comes a moment later.
  let relay: Relay | undefined;
  const onWritten = (hint: OutboxHint) => relay?.notify(hint);
  const complaints = openAggregateStore(complaintDefinition, { connection, clock, onWritten });
  const directory = platform.client('directory', DirectoryService);
  const routing = platform.client('routing', RoutingService);
  const filed = new Counter({
    name: 'lapor_complaints_filed_total',
    help: 'Complaints taken in',
    labelNames: ['channel'] as const,
    registers: [platform.metrics],
  });
  const intake: Intake = {
    config,
    clock,
    log,
    mac: (purpose, data) => keys.mac(purpose, data),
    // A simulation plays a year in minutes: nothing said in seconds fits it.
    limits: createRateLimiter(isSimulated(clock) ? undefined : readLimits(config.LAPOR_LIMITS)),
    countFiled: (channel) => filed.inc({ channel }),
    complaints,
    senders: openAggregateStore(senderDefinition, { connection, clock }),
    contents: openContentStore({ connection, keyring: keys, name: 'contents' }),
    vault: openContentStore({ connection, keyring: keys, name: 'vault' }),
    anonymisations: openAnonymisations(connection),
    breaches: openBreachListings(connection),
    receipts: await openReceipts(keys, config.LAPOR_NAME),
    files: platform.files,
    places: createPlaces(directory),
    danger: loadDangerMatcher(),
    sessions: createSessionCache(),
    accessTokens: openAccessTokens(directory, clock),
    routing,
    nearby: createNearbyCases(routing),
    histories: platform.client('routing', HistoryService),
    directory,
    notification: platform.client('notification', NotificationService),
    reporting: platform.client('reporting', ReportingService),
    deadLetters: {
      intake: platform.client('intake', DeadLettersService),
      routing: platform.client('routing', DeadLettersService),
      directory: platform.client('directory', DeadLettersService),
      notification: platform.client('notification', DeadLettersService),
      reporting: platform.client('reporting', DeadLettersService),
    },
  };
  await connection.ready();
  relay = platform.relay(complaints.outbox);
  return { intake, complaints };
}

/** Starts the gateway: HTTP for everybody, gRPC for the other services. */
export async function start(platform: Platform): Promise<RunningService> {
  const { intake, complaints } = await openIntake(platform);
  const { config, log } = intake;
  platform.serve(IntakeService, intakeService(intake));
  platform.serve(EventsService, eventsService([complaints]));

  const ready = async () => {
    await Promise.all([platform.store.ping(), platform.bus.ping()]);
  };
  platform.every(ERASURE_MILLISECONDS, 'finish what was to be erased', () => finishErasures(intake));
  platform.every(ERASURE_MILLISECONDS, 'destroy photos that were taken back', () => finishDiscarding(intake));
  platform.every(RETENTION_MILLISECONDS, 'anonymise what has been kept for long enough', async () => {
    await runRetention(intake);
  });
  const app = await buildApp({
    intake,
    metrics: platform.metrics,
    ready,
    portal: async (root) => {
      const pages = portalPlugin(createPortalApi(intake), {
        clock: intake.clock,
        https: intake.config.LAPOR_HTTPS,
      });
      await root.register(pages);
    },
  });
  const address = await app.listen({ host: config.LAPOR_HOST, port: config.LAPOR_PORT });
  log.info({ url: address }, 'listening');
  return { ready, stop: () => app.close() };
}
