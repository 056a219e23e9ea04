/** The complaints filed with one phone number. Its id is a keyed digest of the number; the number is not in it. */
export interface Sender {
  /** Oldest first. */
  readonly trackingIds: readonly string[];
}

export interface SenderEvent {
  readonly type: 'ComplaintLinked';
  readonly data: { readonly trackingId: string };
}

/** How far back "my latest case" looks. */
const REMEMBERED = 20;

export function decideLink(sender: Sender | undefined, trackingId: string): readonly SenderEvent[] {
  if (sender?.trackingIds.includes(trackingId) === true) return [];
  return [{ type: 'ComplaintLinked', data: { trackingId } }];
}

export function evolveSender(sender: Sender | undefined, event: SenderEvent): Sender {
  return { trackingIds: [...(sender?.trackingIds ?? []), event.data.trackingId].slice(-REMEMBERED) };
}
