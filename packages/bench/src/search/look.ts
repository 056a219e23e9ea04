import { setTimeout as sleep } from 'node:timers/promises';
import type { MeasuredServer } from '../measured-server.ts';

/** As the inbox shows. */
export const PAGE = 50;
/** What is looked up for the sake of the questions is asked for so many times before all is given up. */
const MOST_TRIES = 5;

export type Query = Readonly<Record<string, string>>;

export interface Page {
  readonly cases: readonly { readonly id: string }[];
  readonly nextPageToken?: string;
  readonly searchedTo?: string;
}

export async function look({ call }: MeasuredServer, token: string, query: Query): Promise<Page> {
  const wanted = new URLSearchParams({ ...query, pageSize: String(PAGE) });
  return (await call('GET', `/api/v1/cases?${String(wanted)}`, { token })) as Page;
}

/** One request that fails among thousands is no reason to begin a run of hours anew. */
export async function lookPatiently(server: MeasuredServer, token: string, query: Query): Promise<Page> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await look(server, token, query);
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
      await sleep(tries * 1_000);
    }
  }
}
