import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Api, signIn } from '../api-client.ts';
import { Interrupted, Refusal } from '../command.ts';
import { pooled } from '../pooled.ts';
import { createProgress } from '../progress.ts';
import { type Actors, createActors } from './actors.ts';
import { type Happening, happenings, LivedLife, type Subject } from './live.ts';
import { type Life, planLives } from './plan.ts';
import { pick, seeded } from './random.ts';
import type { Scenario } from './scenario.ts';

export interface RunOptions {
  readonly api: Api;
  readonly scenario: Scenario;
  /** Folder with units.csv, officers.csv and competence.csv. */
  readonly folder: string;
  readonly adminName: string;
  readonly adminPassword: string;
  readonly officerPassword: string;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Figures as the platform draws them up, and what the scenario expects of them. */
export interface Comparison {
  readonly name: string;
  readonly expected: number;
  readonly found: number | undefined;
}

const AT_ONCE = 8;

/** Lives a scenario through against a running platform and asks it for the figures. */
export async function runScenario(options: RunOptions): Promise<readonly Comparison[]> {
  const { api, scenario, signal, tell } = options;
  const lives = planLives(scenario);
  const first = lives[0]?.filedAt ?? Date.parse(scenario.asOf);
  await setClock(options, first - 3_600_000);
  const bodyId = await enterGovernment(options);
  const actors = await meetOfficers(options, bodyId);
  const subjects = await readSubjects(options);
  const random = seeded(scenario.seed + 1);
  const chosen = new Map(lives.map((life) => [life.number, pick(random, subjects)]));
  const world = {
    api,
    actors,
    batch: `sim-${scenario.name}`,
    subjectOf: (life: Life) => chosen.get(life.number) ?? pick(random, subjects),
  };
  const lived = new Map(lives.map((life) => [life.number, new LivedLife(life, world)]));
  await live(options, actors, lived, happenings(lives));
  if (signal.aborted) throw new Interrupted('stopped in the middle: run it again on a new data folder');
  await actors.asAdmin('/api/v1/clock', { body: { now: new Date(scenario.asOf).toISOString() } });
  tell(`As of ${scenario.asOf}:`);
  return compare(api, scenario, bodyId);
}

async function live(
  { signal, scenario }: RunOptions,
  actors: Actors,
  lived: ReadonlyMap<number, LivedLife>,
  all: readonly Happening[],
): Promise<void> {
  const progress = createProgress(scenario.title, all.length);
  for (const together of Map.groupBy(all, ({ at }) => at).values()) {
    if (signal.aborted) break;
    const now = new Date(together[0]?.at ?? 0).toISOString();
    await actors.asAdmin('/api/v1/clock', { body: { now } });
    await pooled(together, AT_ONCE, signal, async ({ number, what }) => {
      await lived.get(number)?.run(what);
      progress.step(1, now.slice(0, 10));
    });
  }
  progress.end();
}

async function setClock({ api, adminName, adminPassword }: RunOptions, at: number): Promise<void> {
  const { token, mustSetPassword } = await signIn(api, adminName, adminPassword);
  if (mustSetPassword) throw new Refusal('that is a one-time password: set your own first');
  try {
    await api.call('/api/v1/clock', { token, body: { now: new Date(at).toISOString() } });
  } catch (error) {
    throw new Refusal(
      `the platform's clock cannot be set (${(error as Error).message}). Start it with LAPOR_CLOCK=manual and ` +
        'LAPOR_CLOCK_START before the scenario, on a data folder of its own.',
      { cause: error },
    );
  }
}

interface Agency {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

async function enterGovernment(options: RunOptions): Promise<string> {
  const { api, scenario, folder, adminName, adminPassword, officerPassword } = options;
  const { area, bodyKey, bodyName } = scenario.government;
  const [units, officers, competence] = await Promise.all(
    ['units', 'officers', 'competence'].map((name) => readFile(join(folder, `${name}.csv`), 'utf8')),
  );
  const { token } = await signIn(api, adminName, adminPassword);
  const { issues } = await api.call<{ readonly issues: readonly object[] }>('/api/v1/directory/import', {
    token,
    body: {
      area,
      units,
      officers,
      competence,
      bodyKey,
      bodyName,
      initialPassword: officerPassword,
      reason: 'lapor simulate',
    },
  });
  if (issues.length > 0)
    throw new Refusal(`the government's files have ${issues.length} faults: ${JSON.stringify(issues[0])}`);
  const { agencies } = await api.call<{ readonly agencies: readonly Agency[] }>(
    `/api/v1/agencies?area=${area}`,
  );
  const body = agencies.find((one) =>
    bodyName === undefined ? one.kind !== 'authority' : one.name === bodyName,
  );
  if (body === undefined) throw new Refusal(`no government of ${area} is known`);
  return body.id;
}

async function meetOfficers(
  { api, adminName, adminPassword, officerPassword }: RunOptions,
  bodyId: string,
): Promise<Actors> {
  const { token } = await signIn(api, adminName, adminPassword);
  const { officers } = await api.call<{ readonly officers: Parameters<typeof createActors>[1] }>(
    `/api/v1/officers?agency=${bodyId}`,
    { token },
  );
  return createActors(api, officers, { admin: adminPassword, adminName, officers: officerPassword });
}

/** What can be complained about so that it finds its unit: the rows of the competence table. */
async function readSubjects({ api, folder, scenario }: RunOptions): Promise<readonly Subject[]> {
  const rows: readonly Record<string, string>[] = parse(
    await readFile(join(folder, 'competence.csv'), 'utf8'),
    {
      columns: true,
      trim: true,
    },
  );
  const { categories } = await api.call<{
    readonly categories: readonly {
      readonly code: string;
      readonly parentCode?: string;
      readonly nameId: string;
      readonly danger: boolean;
    }[];
  }>('/api/v1/categories');
  const leaves = new Map(
    categories.filter((one) => one.parentCode !== undefined).map((one) => [one.code, one]),
  );
  return rows.flatMap((row) => {
    const leaf = leaves.get(row['category'] ?? '');
    const valid = !row['valid_from'] || row['valid_from'] <= scenario.from;
    if (leaf === undefined || leaf.danger || !valid) return [];
    return [
      { category: leaf.code, categoryName: leaf.nameId, area: row['area_code'] || scenario.government.area },
    ];
  });
}

async function compare(api: Api, scenario: Scenario, bodyId: string): Promise<readonly Comparison[]> {
  const query = new URLSearchParams({
    from: scenario.from,
    to: scenario.to,
    asOf: scenario.asOf,
    agency: bodyId,
  });
  const summary = await api.call<{ readonly figures: object }>(`/api/v1/reports/summary?${query.toString()}`);
  return Object.entries(scenario.expect).map(([name, expected]) => {
    const found = name
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], summary.figures);
    return { name, expected, found: typeof found === 'number' ? found : undefined };
  });
}
