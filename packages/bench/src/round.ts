import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadResult } from './load.ts';
import type { MeasuredServer, PartUse } from './measured-server.ts';
import type { Usage } from './metrics.ts';

/** What a stretch of load came to, with everything it set going in the background. */
export interface Round {
  readonly load: LoadResult;
  /** Between the last answer and the last effect (notices, figures). */
  readonly behindSeconds: number;
  /** Pieces per second with all their effects done: what can be kept up for ever. */
  readonly sustained: number;
  /** Per piece of work. `stored`: writes of documents; the embedded bus writes its events into the same file. */
  readonly each: Readonly<
    Record<'operations' | 'stored' | 'commits' | 'published' | 'cpuMilliseconds', number>
  >;
  /** Per piece of work, by thread or process of what is measured. */
  readonly parts: ReadonlyMap<string, PartShare>;
  /** Processor milliseconds per piece that the load generator itself took. */
  readonly generatorMilliseconds: number;
}

export type PartShare = Readonly<Record<'cpuMilliseconds' | 'writes' | 'reads' | 'published', number>>;

export async function measureRound(server: MeasuredServer, run: () => Promise<LoadResult>): Promise<Round> {
  const [before, partsBefore] = [await server.usage(), await server.parts()];
  const ownBefore = process.cpuUsage();
  const load = await run();
  const own = process.cpuUsage(ownBefore);
  const behindSeconds = await settle(server);
  const [after, partsAfter] = [await server.usage(), await server.parts()];
  const count = Math.max(1, load.done);
  const per = (name: Exclude<keyof Usage, 'busInDatabase'>, factor = 1) =>
    ((after[name] - before[name]) * factor) / count;
  const [operations, published] = [per('operations'), per('published')];
  return {
    load,
    behindSeconds,
    sustained: load.done / (load.seconds + behindSeconds),
    each: {
      operations,
      stored: Math.max(0, after.busInDatabase ? operations - published : operations),
      commits: per('commits'),
      published,
      cpuMilliseconds: per('cpuSeconds', 1_000),
    },
    parts: new Map(
      [...partsAfter].map(([name, part]) => [name, shareOf(part, partsBefore.get(name), count)]),
    ),
    generatorMilliseconds: (own.user + own.system) / 1_000 / count,
  };
}

function shareOf(after: PartUse, before: PartUse | undefined, count: number): PartShare {
  const per = (name: keyof PartUse, factor = 1) => ((after[name] - (before?.[name] ?? 0)) * factor) / count;
  return {
    cpuMilliseconds: per('cpuSeconds', 1_000),
    writes: per('writes'),
    reads: per('reads'),
    published: per('published'),
  };
}

const LOOK_MILLISECONDS = 250;
const LONGEST_MILLISECONDS = 60_000;

/**
 * Waits until no event waits and nothing has been brought about for two looks, but not for ever; then, without looking (that
 * has a price too), until what trails behind has been written. Resolves with the seconds until the last effect.
 */
export async function settle(server: Pick<MeasuredServer, 'usage'>): Promise<number> {
  const started = performance.now();
  let effects = Number.NaN;
  let quietSince = started;
  let trail = 0;
  for (let quiet = 0; quiet < 2 && performance.now() - started < LONGEST_MILLISECONDS;) {
    const usage = await server.usage();
    if (usage.lag === 0 && usage.effects === effects) quiet += 1;
    else {
      quiet = 0;
      quietSince = performance.now();
    }
    effects = usage.effects;
    trail = usage.trailMilliseconds;
    await sleep(LOOK_MILLISECONDS);
  }
  await sleep(trail);
  return (quietSince - started) / 1_000;
}
