import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A V8 CPU profile, as far as we read it. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Share of the busy time by part, largest first, of all profiles in a folder (one per thread). */
export function sharesByPart(folder: string): readonly (readonly [part: string, share: number])[] {
  const total = new Map<string, number>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    for (const [part, time] of selfTimes(profile)) total.set(part, (total.get(part) ?? 0) + time);
  }
  const busy = [...total.values()].reduce((sum, time) => sum + time, 0);
  return [...total].map(([part, time]) => [part, time / busy] as const).sort((a, b) => b[1] - a[1]);
}

/** Microseconds spent in each part's own code; idle time left out. */
export function selfTimes(profile: CpuProfile): ReadonlyMap<string, number> {
  const partOfNode = new Map(profile.nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const part = partOfNode.get(id) ?? 'unknown';
    if (part !== '(idle)') times.set(part, (times.get(part) ?? 0) + (profile.timeDeltas[index] ?? 0));
  }
  return times;
}

/** "services/routing", "packages/store", "npm mingo", "node:http2", "(garbage collector)". */
export function partOf({
  functionName,
  url,
}: {
  readonly functionName: string;
  readonly url: string;
}): string {
  if (url.startsWith('node:'))
    return url.split('/')[0] === 'node:internal' ? `node ${url.split('/')[1]}` : url;
  const [, dependency] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url) ?? [];
  if (dependency !== undefined) return `npm ${dependency}`;
  const [, own] = /\/((?:services|packages|deploy)\/[^/]+)\//.exec(url) ?? [];
  if (own !== undefined) return own;
  return functionName.startsWith('(') ? functionName : 'built in';
}
