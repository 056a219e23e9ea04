/** Where the words of a reason are kept: never the words themselves. */
export type ReasonRef = {
  readonly id: string;
  /** Salted digest, so that the history stays verifiable after the words are erased. */
  readonly digest: string;
};
