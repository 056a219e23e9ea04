const REMEMBERED = 20_000;

/** One question at a time per key; an answer is good for so many seconds, a failure for none. */
export function remember<Value>(seconds: number, now: () => number) {
  const entries = new Map<string, { until: number; value: Promise<Value> }>();
  const found = new Map<string, Value>();
  const keep = (key: string, answer: Value): void => {
    found.delete(key);
    found.set(key, answer);
    if (found.size > REMEMBERED) found.delete(found.keys().next().value ?? '');
  };
  const get = (key: string, ask: () => Promise<Value>): Promise<Value> => {
    const known = entries.get(key);
    if (known !== undefined && known.until > now()) return known.value;
    const value = ask();
    entries.delete(key);
    entries.set(key, { until: now() + seconds * 1000, value });
    if (entries.size > REMEMBERED) entries.delete(entries.keys().next().value ?? '');
    // Nothing found is asked again: it may have been entered since.
    const forget = () => {
      if (entries.get(key)?.value === value) entries.delete(key);
    };
    value.then((answer) => (answer === undefined ? forget() : keep(key, answer)), forget);
    return value;
  };
  /** What was found last, however long ago: for whoever cannot ask now. */
  const last = (key: string): Value | undefined => found.get(key);
  return { get, last, clear: () => entries.clear() };
}
