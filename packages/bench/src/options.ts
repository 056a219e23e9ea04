import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** How long the closed-loop round of lifecycles runs; the others take a share of it. */
  readonly seconds: number;
  readonly connections: number;
  /** Lifecycles that arrive per second in the open loop. Undefined: three quarters of what the closed loop did. */
  readonly rate: number | undefined;
  /** Between the second start and the last look at the memory. */
  readonly idleSeconds: number;
  readonly json: boolean;
  /** Says where the processor time went, by package and service. Slows everything down. */
  readonly profile: boolean;
}

export const USAGE = `npm run bench -- [options]

  --seconds <n>       length of the closed-loop round of lifecycles (15)
  --connections <n>   connections that work at once (32)
  --rate <n>          lifecycles that arrive per second in the open loop (three quarters of the closed loop's)
  --idle-seconds <n>  at rest before the last look at the memory (10)
  --profile           also says where the processor time went, by package and service (slows everything down)
  --json              the figures as JSON on stdout
`;

/** @throws TypeError, RangeError naming the option */
export function readOptions(arguments_: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...arguments_],
    options: {
      seconds: { type: 'string', default: '15' },
      connections: { type: 'string', default: '32' },
      rate: { type: 'string' },
      'idle-seconds': { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    seconds: numberIn('seconds', values.seconds, 1, 600),
    connections: Math.floor(numberIn('connections', values.connections, 1, 1_000)),
    rate: values.rate === undefined ? undefined : numberIn('rate', values.rate, 0.1, 100_000),
    idleSeconds: numberIn('idle-seconds', values['idle-seconds'], 0, 3_600),
    json: values.json,
    profile: values.profile,
  };
}

function numberIn(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new RangeError(`--${name} must be a number from ${least} to ${most}`);
  return value;
}
