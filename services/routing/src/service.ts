import { parseBusEvent } from '@lapor/contracts';
import { AgencyCasesService } from '@lapor/contracts/agency/v1/agency_cases';
import { AgencyChangedSchema, CategoryChangedSchema } from '@lapor/contracts/directory/v1/events';
import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { EventsService } from '@lapor/contracts/events/v1/events';
import {
  AttachmentAddedSchema,
  ComplaintFiledSchema,
  ErasureScope,
  ReporterDataErasedSchema,
  ReporterMessageAddedSchema,
} from '@lapor/contracts/intake/v1/events';
import { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { HistoryService } from '@lapor/contracts/routing/v1/history_service';
import { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { loadDangerMatcher } from '@lapor/language';
import type { BusEvent, OutboxHint, Relay, SequenceGuard } from '@lapor/events';
import {
  eventsService,
  isSimulated,
  type Platform,
  type RunningService,
  subscriptionTo,
} from '@lapor/runtime';
import { openAggregateStore, openContentStore, openSequenceGuard } from '@lapor/store';
import { openSigningKey } from '@lapor/attest';
import { openAgencyKeys } from './agencies/agency-keys.ts';
import { agencyCasesService } from './agencies/agency-service.ts';
import { openAnchors } from './anchors.ts';
import { openCaseContents } from './case-contents.ts';
import { CASES } from './case-store.ts';
import { readRoutingConfig } from './config.ts';
import { openDirectoryCopy } from './directory-copy.ts';
import { filingGuard } from './filing-guard.ts';
import { openFollowedChanges } from './followed-changes.ts';
import { routingService } from './grpc.ts';
import { historyService } from './history-service.ts';
import type { RoutingParts } from './parts.ts';
import { anchorDays } from './use-cases/anchor-days.ts';
import { awaitRelease } from './use-cases/await-release.ts';
import { countMembersAmong, countMembersOf, JOINS, mastersIn } from './use-cases/count-members.ts';
import { feedRefusals } from './use-cases/feed-refusals.ts';
import { forgetCase } from './use-cases/forget-case.ts';
import { categoryFollower } from './use-cases/follow-categories.ts';
import { followReportedAmong, treeFollower } from './use-cases/follow-tree.ts';
import { keepFeedWhole } from './use-cases/keep-feed-whole.ts';
import { onceThrough } from './once-through.ts';
import { renewCases } from './use-cases/renew-cases.ts';
import { indexCases, indexOlder, indexSteps, type Indexing } from './search/index-case.ts';
import { togetherWithin } from './together-within.ts';
import { openDigests } from './search/digests.ts';
import { openSearchIndex } from './search/search-index.ts';
import { INDEXED_TYPES, isToIndex } from './search/when-to-index.ts';
import { evidencePhotosOf } from './evidence-photos.ts';
import { openPhotoUses } from './photo-uses.ts';
import { openTextUses } from './text-uses.ts';
import { noteDanger } from './use-cases/note-danger.ts';
import { openCase } from './use-cases/open-case.ts';
import { clockRecounter } from './use-cases/recount-clocks.ts';
import { runTimers } from './use-cases/run-timers.ts';
import { spreadProgress } from './use-cases/spread-progress.ts';

/** Clocks are exact to the minute; looking this often leaves room for a slow round. */
const TIMER_MILLISECONDS = 5_000;
/** A changed calendar is in the clocks after so long, and the time that counting takes. */
const CALENDAR_MILLISECONDS = 15_000;
const SPREAD_MILLISECONDS = 2_000;
const FEED_MILLISECONDS = 20_000;
const ANCHOR_MILLISECONDS = 60_000;
const TREE_MILLISECONDS = 2_000;
/** By then no replica of the version before is left. */
const UPGRADED_MILLISECONDS = 3_600_000;
const BACKFILL_MILLISECONDS = 20_000;
/** A case is found so long after it was filed or moved. */
const INDEX_MILLISECONDS = 1_000;
const INDEX_AT_ONCE = 256;
/** Each event leads to looking at the case, or the agency, as it is: none is old, and none is missed. */
const ANY_ORDER: SequenceGuard = {
  last: async (_caseId, incoming = 1) => incoming - 1,
  advance: async () => undefined,
};

/** Starts routing: complaints in, cases opened, routed and carried through their life. */
export async function start(platform: Platform): Promise<RunningService> {
  const config = readRoutingConfig(platform.env);
  const { clock, log, store: connection, keys } = platform;
  let relay: Relay | undefined;
  const cases = openAggregateStore(CASES, {
    connection,
    clock,
    onWritten: (hint: OutboxHint) => relay?.notify(hint),
    onLarge: (caseId, bytes) => log.warn({ caseId, bytes }, 'a case grows large'),
  });
  const contents = openCaseContents(openContentStore({ connection, keyring: keys, name: 'contents' }));
  const textUses = openTextUses(connection, keys);
  const search = openSearchIndex(connection);
  const guard = filingGuard(openSequenceGuard(connection, `${platform.service}.intake`), cases);
  const filled = openSequenceGuard(connection, `${platform.service}.feed`);
  const anchors = openAnchors(connection);
  const moved = openFollowedChanges(connection, 'moved_agencies');
  const merged = openFollowedChanges(connection, 'merged_categories');
  const signing = await Promise.all(keys.signingSeeds('daily-root').map((seed) => openSigningKey(seed)));
  const intakeClient = platform.client('intake', IntakeService);
  const parts: RoutingParts = {
    cases,
    contents,
    directory: openDirectoryCopy(platform),
    textUses,
    photoUses: openPhotoUses(connection),
    evidencePhotos: evidencePhotosOf(intakeClient),
    digests: openDigests(keys),
    search,
    danger: loadDangerMatcher(),
    clock,
    log,
  };

  const indexing = { parts, intake: intakeClient };
  const once = onceThrough(connection, parts);
  const backfill = once({
    name: 'terms',
    work: (ids) => indexOlder(indexing, ids),
    told: 'cases that were there before can be searched for',
  });
  // What a replica of the version before has written behind the first walk, while both ran.
  const afterwards = once({
    name: 'terms-again',
    work: (ids) => indexOlder(indexing, ids),
    told: 'cases that were indexed while an older version still ran have been looked through',
  });
  // An older version told masters of many about how many follow.
  const recounted = once({
    name: 'members',
    work: (ids) => countMembersAmong(parts, ids),
    told: 'masters have been told of every one that follows',
  });
  const reported = once({
    name: 'reported',
    work: (ids) => followReportedAmong(parts, ids),
    told: 'cases about agencies that were merged before are about their successors too',
  });
  await connection.ready();
  relay = platform.relay(cases.outbox);
  const consumer = await platform.bus.subscribe(
    subscriptionTo(platform, 'intake', guard, (event) => followIntake(indexing, event)),
  );
  // When a simulated clock has settled, what was to come of an event has come: nothing of it may wait.
  const moment = isSimulated(clock) ? 0 : INDEX_MILLISECONDS;
  const index = togetherWithin(moment, (caseIds) => indexSteps(indexing, caseIds));
  const count = togetherWithin(moment, (caseIds) => countMembersOf(parts, caseIds));
  const indexer = await platform.bus.subscribe({
    ...subscriptionTo(platform, 'routing', ANY_ORDER, async (event) => {
      const finds = isToIndex(event) ? [index(event.aggregateId)] : [];
      await Promise.all([...finds, ...mastersIn(event).map(count)]);
    }),
    types: [...new Set([...INDEXED_TYPES, ...JOINS])],
    concurrency: INDEX_AT_ONCE,
  });
  // Not the platform's clock, which a simulation turns at will.
  const tree = treeFollower(parts, moved, () => new Date());
  const categories = categoryFollower(parts, merged, () => new Date());
  const treeConsumer = await platform.bus.subscribe(
    subscriptionTo(platform, 'directory', ANY_ORDER, async (event) => {
      const agency = parseBusEvent(AgencyChangedSchema, event)?.agency;
      if (agency !== undefined) await tree.heard(agency);
      const category = parseBusEvent(CategoryChangedSchema, event);
      if (category !== undefined) parts.directory.forgetCategories();
      if (category !== undefined && (category.intoCode !== '' || category.parted))
        await categories.heard(category.code);
    }),
  );
  platform.serve(RoutingService, routingService(parts));
  platform.serve(
    HistoryService,
    historyService({ cases, anchors, keys: { keys: signing.map(({ publicKey }) => publicKey) } }),
  );
  platform.serve(EventsService, eventsService([cases]));
  const stopping = new AbortController();
  if (config.agencyDoor !== undefined) {
    const implementation = agencyCasesService({
      parts,
      keys: openAgencyKeys({
        client: platform.client('directory', DirectoryService),
        directory: parts.directory,
      }),
      feed: platform.bus.feed,
      intake: indexing.intake,
      stopping: stopping.signal,
    });
    platform.serveOutside(config.agencyDoor, AgencyCasesService, implementation);
  }
  const refusals = feedRefusals(parts, platform.bus.feed);
  platform.tellRefused(refusals);
  platform.every(FEED_MILLISECONDS, 'keep the feed of agencies whole', () =>
    keepFeedWhole({ parts, feed: platform.bus.feed, filled, refusals }),
  );
  const [key] = signing;
  if (key !== undefined)
    platform.every(ANCHOR_MILLISECONDS, 'sign the root of each day', async (stopping) => {
      await anchorDays({ parts, anchors, key }, stopping);
    });
  platform.every(BACKFILL_MILLISECONDS, 'make older cases searchable', backfill);
  platform.every(UPGRADED_MILLISECONDS, 'count who follows masters of before', recounted);
  platform.every(BACKFILL_MILLISECONDS, 'follow whom older cases are about', reported);
  platform.every(UPGRADED_MILLISECONDS, 'make searchable what an older version wrote meanwhile', afterwards);
  platform.every(BACKFILL_MILLISECONDS, 'store older cases as they are found today', (stopping) =>
    renewCases(parts, stopping),
  );
  platform.every(TREE_MILLISECONDS, 'follow the agency tree', async () => {
    await tree.run();
  });
  platform.every(TREE_MILLISECONDS, 'follow the category tree', async () => {
    await categories.run();
  });
  platform.every(SPREAD_MILLISECONDS, 'bring what masters did to those who follow', async () => {
    await spreadProgress(parts);
  });
  const recountClocks = clockRecounter(parts);
  platform.every(CALENDAR_MILLISECONDS, 'recount clocks', async () => {
    await recountClocks();
  });
  platform.every(TIMER_MILLISECONDS, 'run case clocks', async () => {
    await runTimers(parts);
  });

  return {
    ready: () => connection.ping(),
    async stop() {
      stopping.abort();
      await Promise.all([consumer.drain(), indexer.drain(), treeConsumer.drain()]);
    },
  };
}

async function followIntake(indexing: Indexing, event: BusEvent): Promise<void> {
  const { parts } = indexing;
  const filing = parseBusEvent(ComplaintFiledSchema, event)?.filing;
  if (filing !== undefined) await openCase(parts, filing);
  const message = parseBusEvent(ReporterMessageAddedSchema, event);
  if (message !== undefined) await indexCases(indexing, [message.trackingId]);
  if (message?.danger) await noteDanger(parts, message.trackingId, message.messageId);
  const photo = parseBusEvent(AttachmentAddedSchema, event);
  // Evidence waits for its release with the step that shows it.
  if (photo !== undefined && !photo.byOfficer)
    await awaitRelease(parts, photo.trackingId, photo.attachmentId);
  const erased = parseBusEvent(ReporterDataErasedSchema, event);
  if (erased?.scope === ErasureScope.ALL) await forgetCase(indexing, erased.trackingId);
}
