import { setTimeout as sleep } from 'node:timers/promises';
import type { Disk, News } from './installation.ts';
import { Latencies } from './latencies.ts';
import { COMPLAINT } from './lifecycle.ts';
import type { Filed } from './lifecycle.ts';
import { closedLoop, openLoop } from './load.ts';
import type { Work } from './load.ts';
import type { MeasuredServer, PartUse } from './measured-server.ts';
import type { BenchOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { measureRound } from './round.ts';
import type { Round } from './round.ts';

/** What is measured of Lapor, and the same of the floor. */
export interface Measured {
  readonly firstStartMilliseconds: number;
  readonly secondStartMilliseconds: number;
  readonly complaints: Round;
  readonly complaintsOpen: Round;
  readonly closed: Round;
  readonly closedLatencies: Latencies;
  readonly open: Round;
  /** Of both open loops, and of the news. */
  readonly openLatencies: Latencies;
  readonly memory: {
    /** Bytes: when ready after the second start, after `idleSeconds` at rest, and at the end of the load. */
    readonly ready: number;
    readonly idle: number;
    readonly loaded: number;
  };
  /** Bytes of one case, of all that were made here. NaN where nobody tells. */
  readonly diskEach: Disk;
  /** At rest after the second start; their memory together is what the machine must have. */
  readonly idleParts: ReadonlyMap<string, PartUse>;
}

/** What is measured: how it starts, and what is asked of it. */
export interface Subject {
  readonly start: () => Promise<MeasuredServer>;
  readonly disk?: () => Promise<Disk>;
  readonly prepare: (server: MeasuredServer) => Promise<{
    readonly complaints: Work;
    readonly lifecycles: (latencies: Latencies, filed?: Filed) => Work;
    readonly followNews?: () => Promise<News>;
  }>;
}

type Prepared = Awaited<ReturnType<Subject['prepare']>>;

export const STAGES_OF_ONE = 8;
/** Name of the time from an answered complaint to the first message about it, in the latencies. */
export const NEWS = 'news';
const WARM_UP_SECONDS = 3;
/** Of what the closed loop kept up: busy, not drowning. */
export const OPEN_SHARE = 0.75;

export type OneOptions = Pick<BenchOptions, 'seconds' | 'connections' | 'rate' | 'idleSeconds'> & {
  readonly complaintRate?: number;
};

export async function measureOne(
  name: string,
  options: OneOptions,
  progress: Progress,
  subject: Subject,
): Promise<Measured> {
  progress.stage(`${name}: first start`);
  const first = await subject.start();
  const loaded = await stopping(first, async () => {
    const work = await subject.prepare(first);
    const before = await subject.disk?.();
    const rounds = await measureLoad(name, options, progress, first, work);
    const diskEach = each(before, await subject.disk?.(), casesOf(rounds));
    return { ...rounds, diskEach, bytes: (await first.usage()).residentBytes };
  });
  progress.stage(`${name}: second start`);
  const second = await subject.start();
  const rest = await stopping(second, async () => {
    const { residentBytes: ready } = await second.usage();
    progress.stage(`${name}: at rest`);
    await sleep(options.idleSeconds * 1_000);
    return { ready, idle: (await second.usage()).residentBytes, parts: await second.parts() };
  });
  const { bytes, ...rounds } = loaded;
  return {
    firstStartMilliseconds: first.startMilliseconds,
    secondStartMilliseconds: second.startMilliseconds,
    ...rounds,
    memory: { ready: rest.ready, idle: rest.idle, loaded: bytes },
    idleParts: rest.parts,
  };
}

async function measureLoad(
  name: string,
  { seconds, connections: workers, rate: givenRate, complaintRate: givenComplaintRate }: OneOptions,
  progress: Progress,
  server: MeasuredServer,
  work: Prepared,
) {
  const onDone = () => progress.step();
  const [closedLatencies, openLatencies] = [new Latencies(), new Latencies()];
  progress.stage(`${name}: warming up`);
  const warmUp = work.lifecycles(new Latencies());
  const warming = await measureRound(server, () =>
    closedLoop({ seconds: WARM_UP_SECONDS, workers, work: warmUp, onDone }),
  );

  progress.stage(`${name}: complaints, ${workers} at once`);
  const complaints = await measureRound(server, () =>
    closedLoop({ seconds: seconds / 3, workers, work: work.complaints, onDone }),
  );
  const complaintRate = givenComplaintRate ?? complaints.sustained * OPEN_SHARE;
  progress.stage(`${name}: complaints, ${complaintRate.toFixed(0)} a second`);
  const complaintsOpen = await measureRound(server, () =>
    openLoop({
      seconds: seconds / 3,
      rate: complaintRate,
      work: timed(work.complaints, openLatencies),
      onDone,
    }),
  );

  progress.stage(`${name}: lifecycles, ${workers} at once`);
  const lived = work.lifecycles(closedLatencies);
  const closed = await measureRound(server, () => closedLoop({ seconds, workers, work: lived, onDone }));
  const rate = givenRate ?? closed.sustained * OPEN_SHARE;
  progress.stage(`${name}: lifecycles, ${rate.toFixed(0)} a second`);
  const news = await work.followNews?.();
  const filed: [trackingId: string, at: number][] = [];
  const arriving = work.lifecycles(openLatencies, (trackingId, at) => filed.push([trackingId, at]));
  const open = await measureRound(server, () =>
    openLoop({ seconds: seconds / 2, rate, work: arriving, onDone }),
  );
  if (news) noteNews(news, filed, openLatencies);
  await news?.stop();
  return { warming, complaints, complaintsOpen, closed, closedLatencies, open, openLatencies };
}

type Rounds = Awaited<ReturnType<typeof measureLoad>>;

function casesOf({ warming, complaints, complaintsOpen, closed, open }: Rounds): number {
  return [warming, complaints, complaintsOpen, closed, open].reduce((sum, { load }) => sum + load.done, 0);
}

function each(before: Disk | undefined, after: Disk | undefined, cases: number): Disk {
  const per = (part: keyof Disk) =>
    before === undefined || after === undefined ? Number.NaN : (after[part] - before[part]) / cases;
  return { kept: per('kept'), transport: per('transport') };
}

function timed(work: Work, latencies: Latencies): Work {
  return async (index, since) => {
    await work(index, since);
    latencies.add(COMPLAINT, performance.now() - since);
  };
}

/** A message that came before the answer counts as no time; one that never came as the longest there is. */
function noteNews(news: News, filed: readonly (readonly [string, number])[], latencies: Latencies): void {
  for (const [trackingId, at] of filed) {
    const arrived = news.arrivedAt(trackingId) ?? Number.POSITIVE_INFINITY;
    latencies.add(NEWS, Math.max(0, arrived - at));
  }
}

async function stopping<Result>(server: MeasuredServer, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } finally {
    await server.stop();
  }
}
