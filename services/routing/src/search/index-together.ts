/** Cases indexed with one write. */
const MOST_TOGETHER = 128;

interface Gathered {
  readonly caseIds: Set<string>;
  readonly done: Promise<void>;
  /** Ends the gathering. */
  readonly close: () => void;
}

/**
 * What cases say is found a moment after they were filed, so those of one moment are indexed together, and one that moved twice in
 * it once. Answers when its case is in the index.
 * @param moment milliseconds
 * @param index any number of cases, any number of times
 */
export function togetherWithin(
  moment: number,
  index: (caseIds: readonly string[]) => Promise<void>,
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
    return { caseIds, close, done: promise.then(() => index([...caseIds])) };
  }

  return async (caseId) => {
    const { caseIds, done, close } = (open ??= gather());
    caseIds.add(caseId);
    if (caseIds.size >= MOST_TOGETHER) close();
    try {
      await done;
    } catch {
      // Another's fault perhaps: alone it fails for its own only.
      await index([caseId]);
    }
  };
}
