/** A walk through all that lies unpublished, page by page where it is more than is looked at at once. */
export class SweepRound {
  #seen = new Set<string>();
  #from: string | undefined;

  /** The last aggregate of the page before; undefined: the walk begins with the oldest. */
  get from(): string | undefined {
    return this.#from;
  }

  /**
   * @param full whether there is more behind this page
   * @param mayGrow whether the next look may be a longer page instead, from the oldest again
   * @returns all that was seen, once the walk has come to its end
   */
  page(
    ids: readonly string[],
    { full, mayGrow }: { readonly full: boolean; readonly mayGrow: boolean },
  ): ReadonlySet<string> | undefined {
    const seen = this.#seen;
    for (const id of ids) seen.add(id);
    const last = ids.at(-1);
    const isWalking = full && (this.#from !== undefined || !mayGrow) && last !== this.#from;
    this.#from = isWalking ? last : undefined;
    if (!isWalking) this.#seen = new Set();
    return full ? undefined : seen;
  }
}
