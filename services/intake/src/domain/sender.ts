/** What became of a text message: the same message again must come to the same. */
export type TakenMessage = {
  /** A keyed digest of the gateway's id. */
  readonly message: string;
  readonly as: 'complaint' | 'message' | 'unclear' | 'which' | 'reply' | 'solved' | 'not_solved' | 'nothing';
  /** Empty for a new complaint and for nothing. */
  readonly trackingId: string;
};

/** The complaints that came from one phone number by text message. Its id is a keyed digest of the number; the number is not in it. */
export interface Sender {
  /** Oldest first. */
  readonly trackingIds: readonly string[];
  /** Oldest first. */
  readonly taken: readonly TakenMessage[];
}

export type SenderEvent =
  | { readonly type: 'ComplaintLinked'; readonly data: { readonly trackingId: string } }
  | { readonly type: 'MessageTaken'; readonly data: TakenMessage };

/** How far back "my latest case" looks. */
const REMEMBERED_COMPLAINTS = 20;
/** Gateways repeat a message within minutes. */
const REMEMBERED_MESSAGES = 50;

export function decideLink(sender: Sender | undefined, trackingId: string): readonly SenderEvent[] {
  if (sender?.trackingIds.includes(trackingId) === true) return [];
  return [{ type: 'ComplaintLinked', data: { trackingId } }];
}

export function decideTake(sender: Sender | undefined, taken: TakenMessage): readonly SenderEvent[] {
  if (findTaken(sender, taken.message) !== undefined) return [];
  return [{ type: 'MessageTaken', data: taken }];
}

export function findTaken(sender: Sender | undefined, message: string): TakenMessage | undefined {
  return sender?.taken.find((each) => each.message === message);
}

export function evolveSender(sender: Sender | undefined, event: SenderEvent): Sender {
  const { trackingIds = [], taken = [] } = sender ?? {};
  switch (event.type) {
    case 'ComplaintLinked':
      return { trackingIds: [...trackingIds, event.data.trackingId].slice(-REMEMBERED_COMPLAINTS), taken };
    case 'MessageTaken':
      return { trackingIds, taken: [...taken, event.data].slice(-REMEMBERED_MESSAGES) };
  }
}
