import { AppError } from '@lapor/kernel';

/** Longer than this, and a part counts as down: whoever asks (a load balancer) has little patience itself. */
const LONGEST_CHECK_MILLISECONDS = 2_000;

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  /** Why not. Empty when ok. */
  readonly reason: string;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: readonly CheckResult[];
}

/** What must be up for this process to take work. */
export interface Readiness {
  /** `check` throws when the part is down. */
  add(name: string, check: () => Promise<void>): void;
  report(): Promise<ReadinessReport>;
  /** From here on nothing is ready: the process is stopping. */
  stopping(): void;
}

export function createReadiness(): Readiness {
  const checks = new Map<string, () => Promise<void>>();
  let stopping = false;
  return {
    add(name, check) {
      checks.set(name, check);
    },
    stopping() {
      stopping = true;
    },
    async report() {
      const results = await Promise.all([...checks].map(([name, check]) => run(name, check)));
      return { ready: !stopping && results.every(({ ok }) => ok), checks: results };
    },
  };
}

async function run(name: string, check: () => Promise<void>): Promise<CheckResult> {
  try {
    await within(LONGEST_CHECK_MILLISECONDS, name, check());
    return { name, ok: true, reason: '' };
  } catch (error) {
    return { name, ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Gives up waiting after so long; the work itself goes on. @throws AppError timeout */
export async function within<Result>(
  milliseconds: number,
  name: string,
  work: Promise<Result>,
): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new AppError('timeout', `${name} took longer than ${milliseconds} ms`)),
    milliseconds,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
