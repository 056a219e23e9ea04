/** A published event: CloudEvents attributes plus the dense per-aggregate sequence. Never holds text or identity. */
export interface BusEvent {
  /** `ce-id`; the bus drops a second publication of the same id (window: 1 h). */
  readonly id: string;
  /** Full proto message name: "lapor.routing.v1.CaseDisposed". The owning context is its second word. */
  readonly type: string;
  readonly aggregateId: string;
  /** 1, 2, 3 … per aggregate, without holes. */
  readonly pubSeq: number;
  /** RFC 3339. */
  readonly time: string;
  /** ProtoJSON. */
  readonly body: string;
  readonly traceparent?: string;
}

/** A copy of an event for an agency that it concerns. Who is concerned the owner decides. */
export interface FeedCopy {
  readonly agencyId: string;
  /** 1, 2, 3 … per agency and aggregate, without holes. */
  readonly feedSeq: number;
}

/** An event on its way out, with the copies of it that go to agencies. */
export interface OutgoingEvent extends BusEvent {
  readonly copies?: readonly FeedCopy[];
}
