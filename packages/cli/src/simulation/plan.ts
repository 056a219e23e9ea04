import { type Random, seeded, shuffled, waitsWithMean } from './random.ts';
import { type Fate, type Scenario, volumeOf } from './scenario.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Asia/Jakarta. */
const OFFSET = 7 * HOUR;

/**
 * Everything happens at one of two moments of a day, when the box is opened and the inbox gone through: at nine and at three.
 * So the clock has to be set twice a day, and a wait is a number of such moments.
 */
const MOMENTS: readonly [number, number] = [9 * HOUR, 15 * HOUR];

/** When what happens to one complaint, epoch milliseconds. Absent: it does not happen. */
export interface Life {
  readonly number: number;
  readonly channel: string;
  readonly fate: Fate;
  readonly filedAt: number;
  readonly followUpAt?: number;
  readonly answerAt?: number;
  readonly verdictAt?: number;
  /** Archived, referred or withdrawn. */
  readonly endAt?: number;
  readonly rating: number;
}

const FOLLOWED: ReadonlySet<Fate> = new Set<Fate>(['confirmed', 'silent', 'in_progress']);

function expand<Key extends string>(counts: Readonly<Partial<Record<Key, number>>>): readonly Key[] {
  return (Object.entries(counts) as [Key, number][]).flatMap(([key, count]) =>
    Array.from({ length: count }, () => key),
  );
}

/** Moments are numbered from the scenario's first morning on. */
function timeOf(scenario: Scenario, moment: number): number {
  const first = Date.parse(`${scenario.from}T00:00:00Z`) - OFFSET;
  return first + Math.floor(moment / 2) * DAY + MOMENTS[moment % 2 === 0 ? 0 : 1];
}

/**
 * On one of the scenario's days. A wait of an odd number of moments lasts six hours less from a morning than from an
 * afternoon: those are filed in turns, so that the mean is what it should be.
 */
function filings(random: Random, scenario: Scenario, waits: readonly number[]): readonly number[] {
  const days = (Date.parse(scenario.to) - Date.parse(scenario.from)) / DAY + 1;
  let afternoon = false;
  return waits.map((wait) => {
    if (wait % 2 === 1) afternoon = !afternoon;
    const half = wait % 2 === 1 ? Number(afternoon) : Math.floor(random() * 2);
    return Math.floor(random() * days) * 2 + half;
  });
}

/** Draws up every life of a scenario. The same scenario gives the same lives. */
export function planLives(scenario: Scenario): readonly Life[] {
  const random = seeded(scenario.seed);
  const channels = shuffled(random, expand(scenario.channels));
  const fates = shuffled(random, expand(scenario.fates));
  const followed = fates.filter((fate) => FOLLOWED.has(fate)).length;
  const drawn = waitsWithMean(random, followed, scenario.daysToFollowUp * 2).values();
  const waits = fates.map((fate) => (FOLLOWED.has(fate) ? (drawn.next().value ?? 1) : 0));
  const filed = filings(random, scenario, waits);
  return Array.from({ length: volumeOf(scenario) }, (_, index) => {
    const fate = fates[index] ?? 'confirmed';
    const moment = filed[index] ?? 0;
    const at = moments(random, fate, moment, waits[index] ?? 0);
    return {
      number: index + 1,
      channel: channels[index] ?? 'web',
      fate,
      filedAt: timeOf(scenario, moment),
      rating: 2 + Math.floor(random() * 3),
      ...Object.fromEntries(Object.entries(at).map(([name, value]) => [name, timeOf(scenario, value)])),
    };
  }).sort((a, b) => a.filedAt - b.filedAt);
}

type Moments = Pick<Life, 'followUpAt' | 'answerAt' | 'verdictAt' | 'endAt'>;

function moments(random: Random, fate: Fate, filed: number, wait: number): Moments {
  const later = (after: number, mostDays: number) => after + 1 + Math.floor(random() * mostDays * 2);
  switch (fate) {
    case 'unattended':
      return {};
    case 'archived':
    case 'referred':
    case 'withdrawn':
      return { endAt: later(filed, 3) };
    case 'in_progress':
      return { followUpAt: filed + wait };
    case 'confirmed':
    case 'silent': {
      const followUpAt = filed + wait;
      const answerAt = later(followUpAt, 8);
      return { followUpAt, answerAt, ...(fate === 'confirmed' ? { verdictAt: later(answerAt, 5) } : {}) };
    }
  }
}
