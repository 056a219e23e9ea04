import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Platform, RequestOptions } from './platform.ts';

/** Sends again until it is answered, as an app on a bad line does; the key makes it one command. */
export interface StubbornClient {
  post(path: string, key: string, options: RequestOptions): Promise<Answer>;
  /** How often nobody, or only a part of the platform, was there. */
  readonly sentAgain: number;
}

/** Often enough to meet every kill; so seldom that who starts again has the machine to itself. */
const PAUSE_MILLISECONDS = 150;

export function stubbornClient(platform: Platform): StubbornClient {
  let sentAgain = 0;
  return {
    get sentAgain() {
      return sentAgain;
    },
    async post(path, key, options) {
      const headers = { ...options.headers, 'idempotency-key': key };
      for (;;) {
        const answer = await platform.request('POST', path, { ...options, headers }).catch(() => undefined);
        if (answer !== undefined && answer.status < 500) return answer;
        sentAgain += 1;
        await delay(PAUSE_MILLISECONDS);
      }
    },
  };
}

/** Runs `work` for 0 … count-1, so many at a time. */
export async function inParallel(
  count: number,
  width: number,
  work: (number: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
