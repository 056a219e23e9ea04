const REMEMBERED = 20_000;

interface Known<Value> {
  until: number;
  readonly value: Promise<Value>;
  /** What was found last; that of before, while it is asked for anew. */
  last: Value | undefined;
}

/** One question at a time per key; an answer is good for so many seconds, a failure for none. */
export function remember<Value>(seconds: number, now: () => number) {
  const entries = new Map<string, Known<Value>>();
  const get = (key: string, ask: () => Promise<Value>): Promise<Value> => {
    const before = entries.get(key);
    if (before !== undefined && before.until > now()) return before.value;
    const entry = { until: now() + seconds * 1000, value: ask(), last: before?.last };
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > REMEMBERED) entries.delete(entries.keys().next().value ?? '');
    // Nothing found is asked again: it may have been entered since.
    const forget = () => {
      entry.until = -Infinity;
      if (entry.last === undefined && entries.get(key) === entry) entries.delete(key);
    };
    const keep = (answer: Value) => (answer === undefined ? forget() : (entry.last = answer));
    entry.value.then(keep, forget);
    return entry.value;
  };
  /** What was found last, however long ago: for whoever cannot ask now. */
  const last = (key: string): Value | undefined => entries.get(key)?.last;
  const clear = (): void => {
    for (const entry of entries.values()) entry.until = -Infinity;
  };
  return { get, last, clear };
}
