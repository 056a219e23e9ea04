/** Where the words of a reason are kept: never the words themselves. */
export type ReasonRef = {
  readonly id: string;
  /** Salted digest, so that the history stays verifiable after the words are erased. */
  readonly digest: string;
};

/** Absent in what was done before reasons were kept, and where none is asked for. */
export type Because = { readonly reason?: ReasonRef };

export function because(reason: ReasonRef | undefined): Because {
  return reason === undefined ? {} : { reason };
}
