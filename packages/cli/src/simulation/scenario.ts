import { UsageError } from '../command.ts';

/** What becomes of a simulated complaint. */
const FATES = [
  'confirmed', // answered, and the reporter says solved
  'silent', // answered, and the reply window ends without a word
  'archived',
  'referred',
  'withdrawn',
  'unattended', // assigned, and nobody has moved
  'in_progress', // followed up, no answer yet
] as const;
export type Fate = (typeof FATES)[number];

/** A stretch of a government's past, told as the lives of its cases; the figures must come out of those. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Where the figures are from. */
  readonly source: string;
  readonly seed: number;
  readonly government: {
    readonly area: string;
    readonly folder: string;
    readonly bodyKey?: string;
    readonly bodyName?: string;
  };
  /** Days of filing, both inclusive (yyyy-mm-dd, Asia/Jakarta). */
  readonly from: string;
  readonly to: string;
  /** The moment of the count. */
  readonly asOf: string;
  /** How many by channel. */
  readonly channels: Readonly<Record<string, number>>;
  readonly fates: Readonly<Partial<Record<Fate, number>>>;
  /** Mean calendar days from the unit's receipt to the first follow-up. */
  readonly daysToFollowUp: number;
  readonly expect: Readonly<Record<string, number>>;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** @throws UsageError naming what does not fit */
export function checkScenario(value: unknown): Scenario {
  const scenario = value as Scenario;
  for (const field of [
    'name',
    'title',
    'source',
    'seed',
    'government',
    'from',
    'to',
    'asOf',
    'channels',
    'fates',
    'daysToFollowUp',
    'expect',
  ] as const) {
    if (scenario[field] === undefined) throw new UsageError(`scenario: ${field} is missing`);
  }
  for (const fate of Object.keys(scenario.fates)) {
    if (!(FATES as readonly string[]).includes(fate))
      throw new UsageError(`scenario: fates: "${fate}" is not known`);
  }
  if (sum(scenario.channels) !== sum(scenario.fates)) {
    throw new UsageError(
      `scenario: channels add up to ${sum(scenario.channels)}, fates to ${sum(scenario.fates)}`,
    );
  }
  if (!(scenario.from <= scenario.to && scenario.to <= scenario.asOf.slice(0, 10))) {
    throw new UsageError('scenario: from, to and asOf must follow each other');
  }
  return scenario;
}

export function volumeOf(scenario: Scenario): number {
  return sum(scenario.fates);
}
