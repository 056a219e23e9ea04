import { parseArgs } from 'node:util';

export type BenchProfile = 'embedded' | 'distributed';

export interface BenchOptions {
  readonly profile: BenchProfile;
  /** How long the closed-loop round of lifecycles runs; the others take a share of it. */
  readonly seconds: number;
  readonly connections: number;
  /** Lifecycles that arrive per second in the open loop. Undefined: three quarters of what the closed loop did. */
  readonly rate: number | undefined;
  /** Between the second start and the last look at the memory. */
  readonly idleSeconds: number;
  /** Cases of the past with which all is measured once more. 0: none. */
  readonly preload: number;
  /** Made cases among which officers search; nothing else is measured then. 0: none. */
  readonly search: number;
  /** Folder for the stores that are filled, which stay: the next run opens them, or goes on filling. Undefined: a folder that goes. */
  readonly keep: string | undefined;
  readonly json: boolean;
  /** The tables of deploy/README.md instead of the one for people at a terminal. */
  readonly markdown: boolean;
  /** Says where the processor time went, by package and service. Slows everything down. */
  readonly cpuProfile: boolean;
  /** Servers for the distributed profile that are there already. */
  readonly mongoUrl: string | undefined;
  readonly natsUrl: string | undefined;
  /** Programs for it; else those on PATH, else images. */
  readonly mongod: string | undefined;
  readonly natsServer: string | undefined;
}

export const USAGE = `npm run bench -- [options]

  --profile <name>    embedded: all in one process on SQLite (the default)
                      distributed: five processes on NATS and MongoDB
  --seconds <n>       length of the closed-loop round of lifecycles (15)
  --connections <n>   connections that work at once (32)
  --rate <n>          lifecycles that arrive per second in the open loop (three quarters of the closed loop's)
  --idle-seconds <n>  at rest before the last look at the memory (10)
  --preload <n>       fills stores with so many cases of the past, and measures all of it once more (0)
  --search <n>        measures searches instead, among so many made cases (0)
  --keep <folder>     where those stores stay: filling can be interrupted, the same command goes on; once full they are
                      opened as they are
  --cpu-profile       also says where the processor time went, by package and service (slows everything down)
  --json              the figures as JSON on stdout
  --markdown          the tables of deploy/README.md, all out of this one run

For the distributed profile:
  --mongod <file>, --nats-server <file>   programs to start; else those on PATH, else images (needs Docker)
  LAPOR_MONGO_URL, LAPOR_NATS_URL         servers that are there already: a replica set, and one with JetStream
`;

/** @throws TypeError, RangeError naming the option */
export function readOptions(
  arguments_: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...arguments_],
    options: {
      profile: { type: 'string', default: 'embedded' },
      seconds: { type: 'string', default: '15' },
      connections: { type: 'string', default: '32' },
      rate: { type: 'string' },
      'idle-seconds': { type: 'string', default: '10' },
      preload: { type: 'string', default: '0' },
      search: { type: 'string', default: '0' },
      keep: { type: 'string' },
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      'cpu-profile': { type: 'boolean', default: false },
      mongod: { type: 'string' },
      'nats-server': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { profile } = values;
  if (profile !== 'embedded' && profile !== 'distributed')
    throw new RangeError('--profile must be embedded or distributed');
  const preload = Math.floor(numberIn('preload', values.preload, 0, 100_000_000));
  const search = Math.floor(numberIn('search', values.search, 0, 100_000_000));
  const [mongoUrl, natsUrl] = [env['LAPOR_MONGO_URL'] || undefined, env['LAPOR_NATS_URL'] || undefined];
  if (values.keep !== undefined && preload + search === 0)
    throw new RangeError('--keep goes with --preload or --search');
  if (values.keep !== undefined && (mongoUrl ?? natsUrl) !== undefined)
    throw new RangeError('--keep is for servers of our own, without LAPOR_MONGO_URL and LAPOR_NATS_URL');
  return {
    profile,
    seconds: numberIn('seconds', values.seconds, 1, 600),
    connections: Math.floor(numberIn('connections', values.connections, 1, 1_000)),
    rate: values.rate === undefined ? undefined : numberIn('rate', values.rate, 0.1, 100_000),
    idleSeconds: numberIn('idle-seconds', values['idle-seconds'], 0, 3_600),
    preload,
    search,
    keep: values.keep,
    json: values.json,
    markdown: values.markdown,
    cpuProfile: values['cpu-profile'],
    mongoUrl,
    natsUrl,
    mongod: values.mongod,
    natsServer: values['nats-server'],
  };
}

function numberIn(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new RangeError(`--${name} must be a number from ${least} to ${most}`);
  return value;
}
