import { parseArgs } from 'node:util';
import type { Api } from '../api-client.ts';
import type { Command, CommandContext } from '../command.ts';
import { PLATFORM_OPTIONS, PLATFORM_USAGE, signInAs } from '../sign-in-as.ts';

interface Expired {
  readonly trackingId?: string;
  readonly status: string;
  readonly finalSince: string;
  readonly policyVersion: string;
  readonly years?: number;
}

interface Page {
  readonly cases: readonly Expired[];
  readonly nextPageToken?: string;
}

const PATH = '/api/v1/operations/retention';
const OPTIONS = { ...PLATFORM_OPTIONS, 'dry-run': { type: 'boolean' } } as const;

async function* expired(api: Api, token: string): AsyncGenerator<Expired> {
  for (let pageToken: string | undefined = ''; pageToken !== undefined;) {
    const query: string = pageToken === '' ? '' : `?pageToken=${encodeURIComponent(pageToken)}`;
    const page: Page = await api.call<Page>(PATH + query, { token });
    yield* page.cases;
    pageToken = page.nextPageToken;
  }
}

async function list(context: CommandContext, api: Api, token: string): Promise<void> {
  let count = 0;
  for await (const { trackingId = '(protected)', status, finalSince, years, policyVersion } of expired(
    api,
    token,
  )) {
    count += 1;
    const kept = `kept ${years} years by ${policyVersion}`;
    context.tell(`${trackingId.padEnd(12)} ${status.padEnd(9)} since ${finalSince.slice(0, 10)}  ${kept}`);
  }
  context.tell(count === 0 ? 'Nothing would go.' : `${count} would go. Nothing was changed.`);
}

async function run(context: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...context.arguments], options: OPTIONS });
  const { api, token } = await signInAs(context, values);
  if (values['dry-run']) {
    await list(context, api, token);
    return 0;
  }
  const { anonymised } = await api.call<{ readonly anonymised: number }>(PATH, { method: 'POST', token });
  context.tell(`${anonymised} cases were anonymised.`);
  return 0;
}

export const retention: Command = {
  name: 'retention',
  summary: 'Destroy words and identities of final cases whose time is over; --dry-run only lists them',
  usage: `lapor retention --dry-run   which final cases have been kept for as long as the policy says
lapor retention             destroy their words and identities now; the platform does so by itself every ten minutes
${PLATFORM_USAGE}`,
  run,
};
