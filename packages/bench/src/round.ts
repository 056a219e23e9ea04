import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadResult } from './load.ts';
import type { Usage } from './metrics.ts';
import type { MeasuredServer } from './server-process.ts';

/** What a stretch of load came to, with everything it set going in the background. */
export interface Round {
  readonly load: LoadResult;
  /** Between the last answer and the last effect (notices, figures, marks). */
  readonly behindSeconds: number;
  /** Pieces per second with all their effects done: what can be kept up for ever. */
  readonly sustained: number;
  /** Per piece of work. */
  readonly each: Readonly<Record<'operations' | 'commits' | 'published' | 'cpuMilliseconds', number>>;
  /** Processor milliseconds per piece by thread of the server. */
  readonly threads: ReadonlyMap<string, number>;
  /** Processor milliseconds per piece that the load generator itself took. */
  readonly generatorMilliseconds: number;
}

export async function measureRound(server: MeasuredServer, run: () => Promise<LoadResult>): Promise<Round> {
  const [before, threadsBefore] = [await server.usage(), server.threads()];
  const ownBefore = process.cpuUsage();
  const load = await run();
  const own = process.cpuUsage(ownBefore);
  const behindSeconds = await settle(server);
  const [after, threadsAfter] = [await server.usage(), server.threads()];
  const count = Math.max(1, load.done);
  const per = (name: keyof Usage, factor = 1) => ((after[name] - before[name]) * factor) / count;
  return {
    load,
    behindSeconds,
    sustained: load.done / (load.seconds + behindSeconds),
    each: {
      operations: per('operations'),
      commits: per('commits'),
      published: per('published'),
      cpuMilliseconds: per('cpuSeconds', 1_000),
    },
    threads: new Map(
      [...threadsAfter].map(([name, seconds]) => [
        name,
        ((seconds - (threadsBefore.get(name) ?? 0)) * 1_000) / count,
      ]),
    ),
    generatorMilliseconds: (own.user + own.system) / 1_000 / count,
  };
}

const LOOK_MILLISECONDS = 200;
const LONGEST_MILLISECONDS = 10_000;

/**
 * Waits until no event waits and nothing has been written for two looks, but not for ever. Resolves with the seconds it
 * took.
 */
export async function settle(server: Pick<MeasuredServer, 'usage'>): Promise<number> {
  const started = performance.now();
  let operations = -1;
  let quietSince = started;
  for (let quiet = 0; quiet < 2 && performance.now() - started < LONGEST_MILLISECONDS;) {
    const usage = await server.usage();
    if (usage.lag === 0 && usage.operations === operations) quiet += 1;
    else {
      quiet = 0;
      quietSince = performance.now();
    }
    operations = usage.operations;
    await sleep(LOOK_MILLISECONDS);
  }
  return (quietSince - started) / 1_000;
}
