/** Where in history a text hangs: the id, and a salted digest that proves it unchanged without showing it. */
export interface ContentRef {
  readonly id: string;
  readonly digest: string;
}

/**
 * Free text and other personal things, encrypted (AES-256-GCM) under a data key per subject (case or reporter),
 * the data keys wrapped by the service's master key. Destroying the data key erases all of a subject.
 */
export interface ContentStore {
  /** Idempotent by `contentId`: the same id with the same value again is a no-op; with another value `unprocessable`. */
  put(subjectId: string, contentId: string, value: unknown): Promise<ContentRef>;
  /** Undefined when it never was or was erased. */
  read<Value>(subjectId: string, contentId: string): Promise<Value | undefined>;
  readMany(subjectId: string, contentIds: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  /** One content of each of many subjects, by subject; those that never were or were erased are missing. */
  readAcross(subjectIds: readonly string[], contentId: string): Promise<ReadonlyMap<string, unknown>>;
  /** Some contents of each of many subjects, read together; what never was or was erased is missing, and so is who has none of them. */
  readEach(
    wanted: ReadonlyMap<string, readonly string[]>,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, unknown>>>;
  /** Deletes these. Idempotent; the ids are free again. */
  remove(subjectId: string, contentIds: readonly string[]): Promise<void>;
  /** Destroys the data key and deletes the contents. Idempotent. */
  erase(subjectId: string): Promise<void>;
}

/** Keys of one service. Made from the installation's master secret, which is kept apart from the data. */
export interface Keyring {
  /** HMAC-SHA-256 under a key derived for `purpose`. */
  mac(purpose: string, data: string): Uint8Array;
  /** For key pairs that sign for `purpose`: 32 bytes of each master secret, the newest first. What signs is the first. */
  signingSeeds(purpose: string): readonly Uint8Array[];
  /** Wraps and unwraps data keys. */
  wrap(dataKey: Uint8Array): Uint8Array;
  unwrap(wrapped: Uint8Array): Uint8Array;
}
