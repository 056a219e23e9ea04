/** The first event of an aggregate that was on the bus and that not every consumer has taken effect of. */
export interface UnhandledEvent {
  readonly context: string;
  readonly aggregateId: string;
  readonly pubSeq: number;
}
