/** Cases done with one write. */
const MOST_TOGETHER = 128;

interface Gathered {
  readonly caseIds: Set<string>;
  readonly done: Promise<void>;
  /** Ends the gathering. */
  readonly close: () => void;
}

/**
 * For what may follow a moment after a case has moved: those of one moment are done together, and one that moved twice in it once.
 * Answers when its case is done.
 * @param moment milliseconds
 * @param work any number of cases, any number of times
 */
export function togetherWithin(
  moment: number,
  work: (caseIds: readonly string[]) => Promise<void>,
): (caseId: string) => Promise<void> {
  let open: Gathered | undefined;

  function gather(): Gathered {
    const caseIds = new Set<string>();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(close, moment);
    function close(): void {
      clearTimeout(timer);
      open = undefined;
      resolve();
    }
    return { caseIds, close, done: promise.then(() => work([...caseIds])) };
  }

  return async (caseId) => {
    const { caseIds, done, close } = (open ??= gather());
    caseIds.add(caseId);
    if (caseIds.size >= MOST_TOGETHER) close();
    try {
      await done;
    } catch {
      // Another's fault perhaps: alone it fails for its own only.
      await work([caseId]);
    }
  };
}
