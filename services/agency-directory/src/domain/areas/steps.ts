/** Long work that others may come in between of: it pauses every few thousand rows. */
export type Steps<Result> = Generator<undefined, Result>;

/** How many rows at once: some milliseconds of work. */
export const ROWS_AT_ONCE = 2_000;

/** Does the work, or what is left of it, in one go. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
