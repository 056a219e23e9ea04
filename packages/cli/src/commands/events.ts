import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Api } from '../api-client.ts';
import {
  type Command,
  type CommandContext,
  INTERRUPTED_EXIT,
  Refusal,
  required,
  UsageError,
} from '../command.ts';
import { PLATFORM_OPTIONS, PLATFORM_USAGE, signInAs } from '../sign-in-as.ts';

/** An event a service could not handle, or not publish, as the platform tells it. */
interface DeadLetter {
  readonly id: string;
  readonly service: string;
  readonly reason: string;
  readonly attempts: number;
  readonly at: string;
  readonly waitingBehind: number;
  readonly event: {
    readonly type: string;
    readonly aggregateId: string;
    readonly pubSeq: number;
    readonly time: string;
    readonly body: unknown;
  };
}

interface Letters {
  readonly letters: readonly DeadLetter[];
  readonly silent: readonly string[];
}

const PATH = '/api/v1/operations/dead-letters';
const LOOK_EVERY_MILLISECONDS = 250;
/** A handler that fails again at once says so within this; one that is retried for minutes does not. */
const PATIENCE_MILLISECONDS = 20_000;

interface Asker {
  readonly api: Api;
  readonly token: string;
}

async function lettersOf({ api, token }: Asker, context: CommandContext): Promise<readonly DeadLetter[]> {
  const { letters, silent } = await api.call<Letters>(PATH, { token });
  if (silent.length > 0) context.tell(`No answer from ${silent.join(', ')}: theirs are not among these.`);
  return letters;
}

async function dead(asker: Asker, context: CommandContext): Promise<number> {
  const letters = await lettersOf(asker, context);
  for (const { id, event, reason, at, waitingBehind } of letters) {
    const behind = waitingBehind === 0 ? '' : `, ${waitingBehind} waiting behind`;
    context.tell(`${id}\n  ${at}  ${shortName(event.type)}${behind}\n  ${reason}`);
  }
  context.tell(letters.length === 0 ? 'No dead letters.' : `${letters.length} in all.`);
  return letters.length === 0 ? 0 : 1;
}

function shortName(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

async function show(asker: Asker, context: CommandContext, id: string): Promise<number> {
  const letter = (await lettersOf(asker, context)).find((one) => one.id === id);
  if (letter === undefined) throw new Refusal(`there is no dead letter ${id}`);
  context.tell(JSON.stringify(letter, undefined, 2));
  return 0;
}

/** Asks for it, and looks what became of it. */
async function replay(asker: Asker, context: CommandContext, id: string): Promise<number> {
  const { api, token } = asker;
  const find = async () => (await lettersOf(asker, context)).find((one) => one.id === id);
  const before = await find();
  if (before === undefined) throw new Refusal(`there is no dead letter ${id}`);
  await api.call(`${PATH}/${encodeURIComponent(id)}/replay`, { method: 'POST', token });
  for (const begun = performance.now(); performance.now() - begun < PATIENCE_MILLISECONDS;) {
    const now = await find();
    if (now === undefined) {
      context.tell(`${id}: handled, with ${before.waitingBehind} behind it.`);
      return 0;
    }
    if (now.at !== before.at) {
      context.tell(`${id}: failed again at ${shortName(now.event.type)}: ${now.reason}`);
      return 1;
    }
    if (context.signal.aborted) return INTERRUPTED_EXIT;
    await sleep(LOOK_EVERY_MILLISECONDS);
  }
  context.tell(`${id}: taken up, and still at it. Look again with: lapor events dead`);
  return 1;
}

async function run(context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...context.arguments],
    options: PLATFORM_OPTIONS,
    allowPositionals: true,
  });
  const [what, id] = positionals;
  switch (what) {
    case 'dead':
      return dead(await signInAs(context, values), context);
    case 'show':
    case 'replay': {
      const known = required(id, 'the id');
      const asker = await signInAs(context, values);
      return what === 'show' ? show(asker, context, known) : replay(asker, context, known);
    }
    default:
      throw new UsageError('say dead, show or replay');
  }
}

export const events: Command = {
  name: 'events',
  summary:
    'Events a service could not handle, or not publish: list them, look at one, have it taken up again',
  usage: `lapor events dead          list them; the exit code is 1 when there are any
lapor events show ID       all that is known of one
lapor events replay ID     take it up again, and what waits behind it, when the cause is mended
${PLATFORM_USAGE}`,
  run,
};
