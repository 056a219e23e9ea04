import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import type { Call } from './call.ts';
import { enterCity } from './city.ts';
import type { City } from './city.ts';
import { distributedInstallation } from './distributed/installation.ts';
import { embeddedInstallation } from './embedded/installation.ts';
import type { Installation } from './installation.ts';
import type { Latencies } from './latencies.ts';
import { floorComplaints, floorLifecycles, lifecycles, newComplaint } from './lifecycle.ts';
import type { Filed } from './lifecycle.ts';
import { OPEN_SHARE, STAGES_OF_ONE, measureOne } from './measure-one.ts';
import type { Measured, OneOptions, Subject } from './measure-one.ts';
import type { BenchOptions } from './options.ts';
import { awaitRoots, newestCopied } from './preload/await-roots.ts';
import { liveTemplates } from './preload/live-templates.ts';
import type { LivedCases } from './preload/live-templates.ts';
import type { Progress } from './progress.ts';
import { settle } from './round.ts';
import type { Round } from './round.ts';
import { measureSearch } from './search/measure-search.ts';
import type { SearchMeasurement } from './search/measure-search.ts';

export interface Measurement {
  readonly lapor: Measured;
  /** The same with the cases of the past. */
  readonly loaded: Measured | undefined;
  readonly floor: Measured;
  /** Lifecycles that arrived per second in the open loop. */
  readonly rate: number;
  /** Complaints that arrived per second in theirs. */
  readonly complaintRate: number;
}

/** To live the cases that are copied, to copy them, to make their indexes, and to sign their days. */
const STAGES_OF_PRELOAD = 4;
const LONGEST_START_MILLISECONDS = 60 * 60_000;

export function stagesOf({ preload }: Pick<BenchOptions, 'preload'>): number {
  return 2 * STAGES_OF_ONE + (preload > 0 ? STAGES_OF_PRELOAD + STAGES_OF_ONE : 0);
}

export async function measure(
  options: BenchOptions,
  progress: Progress,
  profileFolder?: string,
): Promise<Measurement> {
  const bare = await inFolder(undefined, (folder) =>
    installed(options, folder, profileFolder, (installation) => measureBoth(options, progress, installation)),
  );
  if (options.preload === 0) return { ...bare, loaded: undefined };
  const asBefore = { ...options, rate: bare.rate, complaintRate: bare.complaintRate };
  // Stores of its own: what is kept is filled once and opened by every run that comes after.
  const loaded = await inFolder(options.keep, (folder) =>
    installed(options, join(folder, options.profile), profileFolder, (installation) =>
      measureLoaded(asBefore, progress, installation, join(folder, `${options.profile}.json`)),
    ),
  );
  return { ...bare, loaded };
}

/** In stores of their own, which are filled with what a search looks at and no more. */
export async function measureSearches(options: BenchOptions, progress: Progress): Promise<SearchMeasurement> {
  return inFolder(options.keep, (folder) =>
    installed(options, join(folder, `${options.profile}-search`), undefined, (installation) =>
      measureSearch({
        count: options.search,
        installation,
        livedFile: join(folder, `${options.profile}-search.json`),
        progress,
      }),
    ),
  );
}

/** In the folder that is kept, else in one that goes with this process. */
async function inFolder<Result>(
  kept: string | undefined,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  if (kept !== undefined) {
    mkdirSync(kept, { recursive: true });
    return work(resolve(kept));
  }
  const folder = mkdtempSync(join(tmpdir(), 'lapor-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

async function installed<Result>(
  options: BenchOptions,
  folder: string,
  profileFolder: string | undefined,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  mkdirSync(folder, { recursive: true });
  const installation = await install(options, folder, profileFolder);
  try {
    return await work(installation);
  } finally {
    await installation.stop();
  }
}

async function install(
  options: BenchOptions,
  folder: string,
  profileFolder: string | undefined,
): Promise<Installation> {
  const shared = { ...options, folder, profileFolder };
  return options.profile === 'embedded' ? embeddedInstallation(shared) : distributedInstallation(shared);
}

async function measureBoth(
  options: BenchOptions,
  progress: Progress,
  installation: Installation,
): Promise<Omit<Measurement, 'loaded'>> {
  const lapor = await measureOne('Lapor', options, progress, laporOn(installation));
  const rate = options.rate ?? lapor.closed.sustained * OPEN_SHARE;
  const complaintRate = lapor.complaints.sustained * OPEN_SHARE;
  const floor = await measureOne(
    'floor',
    { ...options, rate, complaintRate, seconds: options.seconds / 2 },
    progress,
    floorOf(installation, lapor),
  );
  return { lapor, floor, rate, complaintRate };
}

/** Fills the stores, or goes on where that was broken off, then measures what is the same but for that. */
async function measureLoaded(
  options: BenchOptions & OneOptions,
  progress: Progress,
  installation: Installation,
  livedFile: string,
): Promise<Measured> {
  const subject = laporOn(installation);
  progress.stage('Lapor: cases to copy');
  const lived = readLived(livedFile) ?? (await live(installation, subject, livedFile));
  progress.stage(`Lapor: ${options.preload} cases of the past`);
  await installation.preload(options.preload, lived, progress);
  progress.stage(`Lapor: indexes of ${options.preload} cases`);
  const server = await installation.startLapor(LONGEST_START_MILLISECONDS);
  try {
    progress.stage('Lapor: signed roots of their days');
    await awaitRoots(server.call, newestCopied(statSync(livedFile).mtime), progress);
  } finally {
    await server.stop();
  }
  const measured = await measureOne(`Lapor, ${options.preload} cases`, options, progress, subject);
  // All of it over all that was filled in, which tells more than what a few more cases add.
  const { kept } = await installation.disk();
  return { ...measured, diskEach: { ...measured.diskEach, kept: kept / options.preload } };
}

async function live(installation: Installation, subject: LaporSubject, file: string): Promise<LivedCases> {
  const server = await installation.startLapor();
  try {
    const lived = await liveTemplates(server.call, await subject.city(server.call));
    await settle(server);
    // Whole or not at all: what is read here is believed.
    writeFileSync(`${file}.part`, JSON.stringify(lived));
    renameSync(`${file}.part`, file);
    return lived;
  } finally {
    await server.stop();
  }
}

function readLived(file: string): LivedCases | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LivedCases) : undefined;
}

interface LaporSubject extends Subject {
  city(call: Call): Promise<City>;
}

function laporOn(installation: Installation): LaporSubject {
  let entered: Promise<City> | undefined;
  const cityOf = (call: Call) => (entered ??= enterCity(call));
  return {
    city: cityOf,
    start: () => installation.startLapor(),
    disk: () => installation.disk(),
    async prepare({ call }) {
      const city = await cityOf(call);
      return {
        complaints: async (index) => {
          await call('POST', '/api/v1/complaints', { body: newComplaint(city, index) });
        },
        lifecycles: (latencies: Latencies, filed?: Filed) => lifecycles(call, city, latencies, filed),
        ...(installation.followNews ? { followNews: () => installation.followNews!(call, city) } : {}),
      };
    },
  };
}

/** It makes as many inserts and publications as Lapor did. */
function floorOf(installation: Installation, lapor: Measured): Subject {
  return {
    start: () => installation.startFloor(),
    prepare: ({ call }) =>
      Promise.resolve({
        complaints: floorComplaints(call, writesOf(lapor.complaints)),
        lifecycles: (latencies) => floorLifecycles(call, writesOf(lapor.closed), latencies),
      }),
  };
}

function writesOf({ each }: Round): { readonly inserts: number; readonly appends: number } {
  return { inserts: each.stored, appends: each.published };
}
