import { AppError } from '@lapor/kernel';

/** Hands things from one who makes them to one who takes them, one at a time: neither gets ahead of the other. */
export class Rendezvous<Thing> {
  #offered: { readonly thing: Thing; readonly taken: () => void } | undefined;
  #ended: { readonly error?: unknown } | undefined;
  #left = false;
  #wake: (() => void) | undefined;
  #release: ((error: AppError) => void) | undefined;

  give(thing: Thing): Promise<void> {
    if (this.#left) return Promise.reject(gone());
    return new Promise((resolve, reject) => {
      this.#offered = { thing, taken: resolve };
      this.#release = reject;
      this.#wake?.();
    });
  }

  /** Undefined at the end. */
  async take(): Promise<Thing | undefined> {
    while (this.#offered === undefined && this.#ended === undefined) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#offered === undefined) {
      if (this.#ended !== undefined && 'error' in this.#ended) throw this.#ended.error;
      return undefined;
    }
    const { thing, taken } = this.#offered;
    this.#offered = undefined;
    taken();
    return thing;
  }

  end(): void {
    this.#ended = {};
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#ended = { error };
    this.#wake?.();
  }

  leave(): void {
    this.#left = true;
    this.#release?.(gone());
  }
}

export function gone(): AppError {
  return new AppError('timeout', 'the caller is gone');
}
