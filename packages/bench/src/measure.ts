import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NATIONAL_PASSWORD, enterCity } from './city.ts';
import { FLOOR_READY } from './floor/run-floor.ts';
import { Latencies } from './latencies.ts';
import { floorComplaints, floorLifecycles, lifecycles, newComplaint } from './lifecycle.ts';
import { closedLoop, openLoop } from './load.ts';
import type { Work } from './load.ts';
import type { BenchOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { measureRound } from './round.ts';
import type { Round } from './round.ts';
import { startServer } from './server-process.ts';
import type { MeasuredServer } from './server-process.ts';

/** What is measured of Lapor, and the same of the floor. */
export interface Measured {
  readonly firstStartMilliseconds: number;
  readonly secondStartMilliseconds: number;
  readonly complaints: Round;
  readonly closed: Round;
  readonly closedLatencies: Latencies;
  readonly open: Round;
  readonly openLatencies: Latencies;
  readonly memory: {
    /** Bytes: when ready after the second start, after `idleSeconds` at rest, and at the end of the load. */
    readonly ready: number;
    readonly idle: number;
    readonly loaded: number;
  };
}

export interface Measurement {
  readonly lapor: Measured;
  readonly floor: Measured;
  /** Lifecycles that arrived per second in the open loop. */
  readonly rate: number;
}

export const STAGES = 14;
const WARM_UP_SECONDS = 3;
/** Of what the closed loop kept up: busy, not drowning. */
const OPEN_SHARE = 0.75;

export async function measure(
  options: BenchOptions,
  progress: Progress,
  profileFolder?: string,
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-bench-'));
  try {
    const lapor = await measureOne('Lapor', options, progress, {
      start: () => startLapor(folder, options.connections, profileFolder),
      prepare: async (server) => {
        const city = await enterCity(server.call);
        return {
          complaints: async (index) => {
            await server.call('POST', '/api/v1/complaints', { body: newComplaint(city, index) });
          },
          lifecycles: (latencies) => lifecycles(server.call, city, latencies),
        };
      },
    });
    const rate = options.rate ?? lapor.closed.sustained * OPEN_SHARE;
    const floor = await measureOne('floor', { ...options, rate, seconds: options.seconds / 2 }, progress, {
      start: () => startFloor(folder, options.connections),
      prepare: (server) =>
        Promise.resolve({
          complaints: floorComplaints(server.call, writesOf(lapor.complaints)),
          lifecycles: (latencies) => floorLifecycles(server.call, writesOf(lapor.closed), latencies),
        }),
    });
    return { lapor, floor, rate };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Subject {
  readonly start: () => Promise<MeasuredServer>;
  readonly prepare: (server: MeasuredServer) => Promise<{
    readonly complaints: Work;
    readonly lifecycles: (latencies: Latencies) => Work;
  }>;
}

async function measureOne(
  name: string,
  { seconds, connections: workers, rate: given, idleSeconds }: BenchOptions,
  progress: Progress,
  subject: Subject,
): Promise<Measured> {
  const onDone = () => progress.step();
  progress.stage(`${name}: first start`);
  const first = await subject.start();
  const [closedLatencies, openLatencies] = [new Latencies(), new Latencies()];
  const loaded = await stopping(first, async () => {
    const work = await subject.prepare(first);
    progress.stage(`${name}: warming up`);
    const warming = work.lifecycles(new Latencies());
    await measureRound(first, () => closedLoop({ seconds: WARM_UP_SECONDS, workers, work: warming, onDone }));
    progress.stage(`${name}: complaints, ${workers} at once`);
    const complaints = await measureRound(first, () =>
      closedLoop({ seconds: seconds / 3, workers, work: work.complaints, onDone }),
    );
    progress.stage(`${name}: lifecycles, ${workers} at once`);
    const lived = work.lifecycles(closedLatencies);
    const closed = await measureRound(first, () => closedLoop({ seconds, workers, work: lived, onDone }));
    const rate = given ?? closed.sustained * OPEN_SHARE;
    progress.stage(`${name}: lifecycles, ${rate.toFixed(0)} a second`);
    const arriving = work.lifecycles(openLatencies);
    const open = await measureRound(first, () =>
      openLoop({ seconds: seconds / 2, rate, work: arriving, onDone }),
    );
    return { complaints, closed, open, bytes: (await first.usage()).residentBytes };
  });
  progress.stage(`${name}: second start`);
  const second = await subject.start();
  const memory = await stopping(second, async () => {
    const { residentBytes: ready } = await second.usage();
    progress.stage(`${name}: at rest`);
    await sleep(idleSeconds * 1_000);
    return { ready, idle: (await second.usage()).residentBytes, loaded: loaded.bytes };
  });
  const { complaints, closed, open } = loaded;
  return {
    firstStartMilliseconds: first.startMilliseconds,
    secondStartMilliseconds: second.startMilliseconds,
    complaints,
    closed,
    closedLatencies,
    open,
    openLatencies,
    memory,
  };
}

async function stopping<Result>(server: MeasuredServer, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } finally {
    await server.stop();
  }
}

/** The floor makes as many inserts and appends as Lapor did. */
function writesOf({ each }: Round): { readonly inserts: number; readonly appends: number } {
  return { inserts: Math.max(0, each.operations - each.published), appends: each.published };
}

const ROOT = new URL('../../../', import.meta.url);

/** As `npm start` does it. */
function startLapor(
  folder: string,
  connections: number,
  profileFolder: string | undefined,
): Promise<MeasuredServer> {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const [, ...words] = scripts.start.split(' ');
  const nodeArguments = words.filter((word) => word.startsWith('--'));
  const main = words.find((word) => word.endsWith('.ts')) ?? '';
  if (profileFolder !== undefined) nodeArguments.push('--cpu-prof', `--cpu-prof-dir=${profileFolder}`);
  return startServer({
    main: fileURLToPath(new URL(main, ROOT)),
    readyWord: 'Ctrl-C stops it.',
    nodeArguments,
    connections,
    env: (port) => ({
      LAPOR_PORT: String(port),
      LAPOR_HOST: '127.0.0.1',
      LAPOR_DATA: join(folder, 'data'),
      LAPOR_KEYS: join(folder, 'keys'),
      LAPOR_ADMIN_PASSWORD: NATIONAL_PASSWORD,
      LAPOR_ADMIN_PASSWORD_ONE_TIME: 'false',
      // One client stands for a whole city here.
      LAPOR_LIMITS: 'off',
    }),
  });
}

function startFloor(folder: string, connections: number): Promise<MeasuredServer> {
  return startServer({
    main: fileURLToPath(new URL('floor/main.ts', import.meta.url)),
    readyWord: FLOOR_READY,
    connections,
    env: (port) => ({ FLOOR_PORT: String(port), FLOOR_FILE: join(folder, 'floor.db') }),
  });
}
