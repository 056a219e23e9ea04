import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { enterCity } from '../city.ts';
import type { City } from '../city.ts';
import type { BulkStores, Installation } from '../installation.ts';
import { Latencies } from '../latencies.ts';
import type { Quantiles } from '../latencies.ts';
import type { MeasuredServer } from '../measured-server.ts';
import { liveTemplates } from '../preload/live-templates.ts';
import type { Progress } from '../progress.ts';
import { settle } from '../round.ts';
import { fillSearch } from './fill-search.ts';
import { enterNation } from './nation.ts';
import type { Government } from './nation.ts';
import { look, lookPatiently, PAGE } from './look.ts';
import type { Page, Query } from './look.ts';
import { questionsFor } from './questions.ts';
import type { Question } from './questions.ts';
import { openVocabulary, pick, randomFrom } from './vocabulary.ts';

/** What one kind of search took, one after the other. */
export interface SearchFigures extends Quantiles {
  readonly who: string;
  readonly name: string;
  /** Found on a page, on average; of how many pages it was said that older cases are still to be looked through. */
  readonly found: number;
  readonly early: number;
  /** How many of them were answered with an error, or not at all; the other figures are without them. */
  readonly failed: number;
  /** Processor milliseconds of everything that serves it, per search. */
  readonly cpuMilliseconds: number;
}

export interface SearchMeasurement {
  readonly count: number;
  /** Reading as many documents by their ids as a page shows, with nothing in between. */
  readonly floor: Quantiles & { readonly cpuMilliseconds: number };
  readonly searches: readonly SearchFigures[];
  /** Bytes on disk of everything; with the lived cases, which are few. */
  readonly diskBytes: number;
  /** With the making of indexes. */
  readonly startSeconds: number;
  /** Processes that wanted a processor, on average: before and after. */
  readonly load: readonly [before: number, after: number];
}

export interface SearchOptions {
  readonly count: number;
  readonly installation: Installation;
  /** Where is kept what was lived for the sake of being copied. */
  readonly livedFile: string;
  readonly progress: Progress;
}

/** Living what is copied, filling, starting, and asking as three officers. */
export const STAGES_OF_SEARCH = 7;
const LOOKS = 40;
/** Making indexes of millions of cases takes its time. */
const LONGEST_START = 3 * 3_600_000;
const SAMPLED = 2_000;
const REST_SECONDS = 5;

interface Lived {
  readonly nation: readonly Government[];
  readonly trackingIds: readonly string[];
}

export async function measureSearch(options: SearchOptions): Promise<SearchMeasurement> {
  const { count, installation, progress } = options;
  progress.stage('cases to copy');
  const lived = await live(options);
  progress.stage(`${count} cases`);
  const stores = await installation.openStores();
  let floor: SearchMeasurement['floor'];
  try {
    await fillSearch({ count, lived: lived.trackingIds, nation: lived.nation, stores, progress });
    progress.stage('floor');
    floor = await measureFloor(stores);
  } finally {
    await stores.close();
  }
  progress.stage('start, with its indexes');
  const server = await installation.startLapor(LONGEST_START);
  try {
    await settle(server);
    const before = loadavg()[0] ?? 0;
    const searches = await askAll(server, await enterCity(server.call), lived.nation, progress);
    return {
      count,
      floor,
      searches,
      diskBytes: (await installation.disk()).kept,
      startSeconds: server.startMilliseconds / 1_000,
      load: [before, loadavg()[0] ?? 0],
    };
  } finally {
    await server.stop();
  }
}

async function live({ installation, livedFile }: SearchOptions): Promise<Lived> {
  if (existsSync(livedFile)) return JSON.parse(readFileSync(livedFile, 'utf8')) as Lived;
  const server = await installation.startLapor();
  try {
    const city = await enterCity(server.call);
    const nation = await enterNation(server.call, city);
    const { closed } = await liveTemplates(server.call, city);
    await settle(server);
    const lived: Lived = { nation, trackingIds: closed };
    // Whole or not at all: what is read here is believed.
    writeFileSync(`${livedFile}.part`, JSON.stringify(lived));
    renameSync(`${livedFile}.part`, livedFile);
    return lived;
  } finally {
    await server.stop();
  }
}

async function measureFloor(stores: BulkStores): Promise<SearchMeasurement['floor']> {
  const cases = { service: 'routing', collection: 'cases' } as const;
  const ids: string[] = [];
  for await (const page of stores.read(cases, SAMPLED)) {
    ids.push(...page.map(({ _id }) => _id));
    if (ids.length >= SAMPLED) break;
  }
  const [latencies, random] = [new Latencies(), randomFrom(1)];
  const [own, others] = [process.cpuUsage(), stores.cpuSeconds()];
  for (let look = 0; look < LOOKS; look += 1) {
    const wanted = Array.from({ length: PAGE }, () => pick(ids, random));
    const begun = performance.now();
    await stores.readBare(cases, wanted);
    latencies.add('floor', performance.now() - begun);
  }
  const { user, system } = process.cpuUsage(own);
  const used = (user + system) / 1_000 + (stores.cpuSeconds() - others) * 1_000;
  return { ...latencies.quantiles('floor'), cpuMilliseconds: used / LOOKS };
}

async function askAll(
  server: MeasuredServer,
  city: City,
  nation: readonly Government[],
  progress: Progress,
): Promise<readonly SearchFigures[]> {
  const government = nation.find(({ bodyId }) => bodyId === city.bodyId);
  const unit = city.units.at(-1);
  if (government === undefined || unit === undefined) throw new Error('the city is not in the nation');
  const officers = [
    { who: 'unit', token: unit.token, below: undefined },
    { who: 'city', token: city.adminToken, below: unit.agencyId },
    { who: 'nation', token: city.nationalToken, below: unit.agencyId },
  ];
  const vocabulary = openVocabulary();
  const atRest = await cpuAtRest(server);
  const all: SearchFigures[] = [];
  for (const { who, token, below } of officers) {
    progress.stage(`searches of an officer of the ${who}`);
    const { cases } = await lookPatiently(server, token, { q: vocabulary.word(1) });
    const ids = cases.map(({ id }) => id);
    for (const question of questionsFor({ vocabulary, government, below, ids })) {
      const queries = await queriesOf(server, token, question);
      // Nobody has found so much that there is such a page.
      if (queries.length === 0) continue;
      all.push({ who, name: question.name, ...(await ask(server, token, queries, atRest)) });
    }
  }
  return all;
}

/** Of pages further back: where the pages before them ended. */
async function queriesOf(
  server: MeasuredServer,
  token: string,
  { ask: query, page = 1 }: Question,
): Promise<readonly Query[]> {
  const random = randomFrom(7);
  const queries: Query[] = [];
  for (let turn = 0; turn < LOOKS; turn += 1) {
    let asked: Query | undefined = query(random);
    for (let before = 1; before < page && asked !== undefined; before += 1) {
      const { nextPageToken: pageToken }: Page = await lookPatiently(server, token, asked);
      asked = pageToken === undefined ? undefined : { ...asked, pageToken };
    }
    if (asked !== undefined) queries.push(asked);
  }
  return queries;
}

async function ask(
  server: MeasuredServer,
  token: string,
  queries: readonly Query[],
  atRest: number,
): Promise<Omit<SearchFigures, 'who' | 'name'>> {
  const latencies = new Latencies();
  let [found, early, failed] = [0, 0, 0];
  const [used, since] = [await cpuOf(server), performance.now()];
  for (const query of queries) {
    const begun = performance.now();
    const answer = await look(server, token, query).catch(() => undefined);
    if (answer === undefined) {
      failed += 1;
      continue;
    }
    latencies.add('search', performance.now() - begun);
    found += answer.cases.length;
    if (answer.searchedTo !== undefined) early += 1;
  }
  const seconds = (performance.now() - since) / 1_000;
  const cpu = (await cpuOf(server)) - used - atRest * seconds;
  const each = (total: number) => total / Math.max(1, queries.length - failed);
  return {
    ...latencies.quantiles('search'),
    found: each(found),
    early: each(early),
    failed,
    cpuMilliseconds: each(cpu * 1_000),
  };
}

/** Processor seconds of all that serves, since it started. */
async function cpuOf(server: MeasuredServer): Promise<number> {
  return [...(await server.parts()).values()].reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** A second, while nobody asks. */
async function cpuAtRest(server: MeasuredServer): Promise<number> {
  const before = await cpuOf(server);
  await sleep(REST_SECONDS * 1_000);
  return ((await cpuOf(server)) - before) / REST_SECONDS;
}
