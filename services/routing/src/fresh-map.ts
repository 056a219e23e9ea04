import type { Clock } from '@lapor/kernel';

const MOST_REMEMBERED = 20_000;

interface Remembered<Value> {
  readonly at: number;
  readonly value: Value;
}

/** Values by key that are asked for together when they are missing or old. */
export class FreshMap<Value> {
  readonly #known = new Map<string, Remembered<Value>>();
  readonly #clock: Clock;
  readonly #freshFor: number;
  readonly #ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  #forgotten = 0;

  constructor(
    clock: Clock,
    freshFor: number,
    ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ) {
    this.#clock = clock;
    this.#freshFor = freshFor;
    this.#ask = ask;
  }

  async get(keys: readonly string[]): Promise<ReadonlyMap<string, Value>> {
    const now = this.#clock.now().getTime();
    const found = new Map<string, Value>();
    const missing: string[] = [];
    for (const key of new Set(keys)) {
      const entry = this.#known.get(key);
      // A simulation may turn the clock back: what comes from the future is not fresh either.
      if (entry !== undefined && Math.abs(now - entry.at) < this.#freshFor) found.set(key, entry.value);
      else missing.push(key);
    }
    if (missing.length === 0) return found;
    const { size } = this.#known;
    const forgotten = this.#forgotten;
    const answers = await this.#ask(missing);
    if (size + answers.size > MOST_REMEMBERED) this.#known.clear();
    for (const [key, value] of answers) {
      found.set(key, value);
      // It may say what was so before somebody knew better: good for this once, and not for all the time to come.
      if (forgotten === this.#forgotten) this.#known.set(key, { at: now, value });
    }
    return found;
  }

  forget(isOld: (key: string, value: Value) => boolean): void {
    this.#forgotten += 1;
    for (const [key, { value }] of this.#known) if (isOld(key, value)) this.#known.delete(key);
  }
}
