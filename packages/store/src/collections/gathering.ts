import { AppError } from '@lapor/kernel';

/** What became of one of the things asked together. */
export type Settled<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/** Does several things in one trip; an outcome for each, in their order. Throws when it failed as a whole. */
export type Round<Item, Answer> = (items: readonly Item[]) => Promise<readonly Settled<Answer>[]>;

interface Asked<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface GatheringOptions {
  /** Trips under way at once. Default 1. */
  readonly trips?: number;
  /** Things in one trip. Default 200. */
  readonly most?: number;
  /** Behind a trip that does not come back others wait no longer than so many milliseconds. Default 2,000. */
  readonly patience?: number;
}

/**
 * What is asked while a trip is under way goes together on the next one: the busier, the fewer trips for each. Asked
 * alone, nothing waits.
 */
export class Gathering<Item, Answer> {
  readonly #round: Round<Item, Answer>;
  readonly #trips: number;
  readonly #most: number;
  readonly #patience: number;
  #waiting: Asked<Item, Answer>[] = [];
  #under = 0;

  constructor(
    round: Round<Item, Answer>,
    { trips = 1, most = 200, patience = 2_000 }: GatheringOptions = {},
  ) {
    this.#round = round;
    this.#trips = trips;
    this.#most = most;
    this.#patience = patience;
  }

  ask(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#go();
    });
  }

  #go(): void {
    if (this.#under >= this.#trips || this.#waiting.length === 0) return;
    const together = this.#waiting.splice(0, this.#most);
    this.#under += 1;
    const next = once(() => {
      this.#under -= 1;
      this.#go();
    });
    const overtaken = setTimeout(next, this.#patience);
    void this.#travel(together).finally(() => {
      clearTimeout(overtaken);
      next();
    });
  }

  async #travel(together: readonly Asked<Item, Answer>[]): Promise<void> {
    try {
      const outcomes = await this.#round(together.map(({ item }) => item));
      for (const [index, { resolve, reject }] of together.entries()) {
        const outcome = outcomes[index];
        if (outcome && 'answer' in outcome) resolve(outcome.answer);
        else reject(outcome?.error ?? new AppError('internal', 'no outcome was told'));
      }
    } catch (error) {
      if (together.length === 1 || isAway(error)) this.#fail(together, error);
      // One of them may have spoilt it for all.
      else for (const one of together) await this.#travel([one]);
    }
  }

  /** Who waits behind a trip that found nobody there is told so at once, not each after a wait of its own. */
  #fail(together: readonly Asked<Item, Answer>[], error: unknown): void {
    const behind = isAway(error) ? this.#waiting.splice(0) : [];
    for (const { reject } of [...together, ...behind]) reject(error);
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unavailable';
}
