import { AppError } from '@lapor/kernel';
import type { NativeCursor } from './native-collection.ts';

export interface CursorOptions {
  sort?: unknown;
  skip?: unknown;
  limit?: unknown;
  projection?: unknown;
  batchSize?: unknown;
  hint?: unknown;
}

/** A cursor that is checked and opened when it is first read; until then it can be refined. */
export class GuardedCursor {
  readonly #options: CursorOptions;
  readonly #open: (options: CursorOptions) => Promise<NativeCursor>;
  #cursor: Promise<NativeCursor> | undefined;
  #ahead: Promise<unknown> | undefined;

  constructor(options: CursorOptions, open: (options: CursorOptions) => Promise<NativeCursor>) {
    this.#options = { ...options };
    this.#open = open;
  }

  sort(sort: unknown): this {
    return this.#refine({ sort });
  }

  skip(skip: number): this {
    return this.#refine({ skip });
  }

  limit(limit: number): this {
    return this.#refine({ limit });
  }

  project(projection: unknown): this {
    return this.#refine({ projection });
  }

  batchSize(batchSize: number): this {
    return this.#refine({ batchSize });
  }

  async next(): Promise<unknown> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead ?? (await this.#opened()).next();
  }

  async hasNext(): Promise<boolean> {
    this.#ahead ??= this.#opened().then((cursor) => cursor.next());
    return (await this.#ahead) !== null;
  }

  async toArray(): Promise<unknown[]> {
    return (await this.#opened()).toArray();
  }

  async close(): Promise<void> {
    if (this.#cursor) await (await this.#cursor).close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    try {
      for (let document = await this.next(); document !== null; document = await this.next()) yield document;
    } finally {
      await this.close();
    }
  }

  #opened(): Promise<NativeCursor> {
    this.#cursor ??= this.#open(this.#options);
    return this.#cursor;
  }

  #refine(options: CursorOptions): this {
    if (this.#cursor) throw new AppError('illegal', 'a cursor cannot be changed once it is read');
    Object.assign(this.#options, options);
    return this;
  }
}
