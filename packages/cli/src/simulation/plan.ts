import { type Random, seeded, shuffled, waitsWithMean } from './random.ts';
import { type Fate, type Scenario, volumeOf } from './scenario.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Everything happens on the quarter of an hour, so that the clock has to be set less often. */
export const GRID = 15 * MINUTE;
/** Asia/Jakarta. */
const OFFSET = 7 * HOUR;

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

function gridded(at: number): number {
  return Math.ceil(at / GRID) * GRID;
}

/** A moment by day, on the grid, on one of the scenario's days. */
function filingMoment(random: Random, scenario: Scenario): number {
  const first = Date.parse(`${scenario.from}T00:00:00Z`) - OFFSET;
  const days = (Date.parse(`${scenario.to}T00:00:00Z`) - OFFSET - first) / DAY + 1;
  return gridded(first + Math.floor(random() * days) * DAY + (6 + random() * 15) * HOUR);
}

/** Draws up every life of a scenario. The same scenario gives the same lives. */
export function planLives(scenario: Scenario): readonly Life[] {
  const random = seeded(scenario.seed);
  const channels = shuffled(random, expand(scenario.channels));
  const fates = shuffled(random, expand(scenario.fates));
  const followed = fates.filter((fate) => FOLLOWED.has(fate)).length;
  const waits = waitsWithMean(random, followed, scenario.daysToFollowUp * DAY, GRID).values();
  return Array.from({ length: volumeOf(scenario) }, (_, index) => {
    const fate = fates[index] ?? 'confirmed';
    const filedAt = filingMoment(random, scenario);
    const wait = FOLLOWED.has(fate) ? (waits.next().value ?? 0) : 0;
    return {
      number: index + 1,
      channel: channels[index] ?? 'web',
      fate,
      filedAt,
      rating: 2 + Math.floor(random() * 3),
      ...moments(random, fate, filedAt, wait),
    };
  }).sort((a, b) => a.filedAt - b.filedAt);
}

type Moments = Pick<Life, 'followUpAt' | 'answerAt' | 'verdictAt' | 'endAt'>;

function moments(random: Random, fate: Fate, filedAt: number, wait: number): Moments {
  const later = (after: number, mostDays: number) => gridded(after + HOUR + random() * mostDays * DAY);
  switch (fate) {
    case 'unattended':
      return {};
    case 'archived':
    case 'referred':
    case 'withdrawn':
      return { endAt: later(filedAt, 3) };
    case 'in_progress':
      return { followUpAt: filedAt + wait };
    case 'confirmed':
    case 'silent': {
      const followUpAt = filedAt + wait;
      const answerAt = later(followUpAt, 8);
      return { followUpAt, answerAt, ...(fate === 'confirmed' ? { verdictAt: later(answerAt, 5) } : {}) };
    }
  }
}
