import { nextCivilMoment } from './quiet-hours.ts';

/** One message to one recipient over one channel. Holds no address and no name: those are looked up when it is sent. */
export interface Delivery {
  /** `eventId:recipient:channel`: the same event can never make a second one. */
  readonly _id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly caseId: string;
  /** "reporter", or an officer's id. */
  readonly recipient: string;
  /** Whose officer; absent for the reporter. */
  readonly agencyId?: string;
  readonly channel: 'email' | 'sms';
  readonly template: string;
  /** What the text says: codes, names of agencies, dates. Never free text, never identity. */
  readonly values: Readonly<Record<string, string>>;
  readonly language: 'id' | 'en';
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** A provider was called and we do not know what came of it. */
  readonly ambiguous: boolean;
  /** When it may be tried (again). */
  readonly dueAt: Date;
  /** Whose night it leaves alone, an IANA zone; absent: it may come at any hour. */
  readonly quietZone?: string;
  readonly createdAt: Date;
  /** Goes with others that have the same: one message of many cases. See `gatherKeyOf`. */
  readonly gather?: string;
  /** Of its last attempt: what went as one message goes as that one again when nobody knows what came of it. */
  readonly claim?: string;
  /** It tells the reporter of the answer of this moment: routing is to know when it arrived. */
  readonly answeredAt?: Date;
  readonly settledAt?: Date;
  readonly lastError?: string;
}

/** `waiting` → `sending` → `sent`; back to `waiting` after a failure; `dead` after the last; `skipped` when there is nobody to tell; `noted` when no way out is set up. */
export type DeliveryStatus = 'waiting' | 'sending' | 'sent' | 'noted' | 'dead' | 'skipped';

/** How long an attempt may stay in `sending` before we take it that the process died. */
const SENDING_LEASE_MILLISECONDS = 120_000;
/** Nearly two days of trying: a mail server that is down over a night, or a Sunday, costs nobody a notice. */
export const MAX_ATTEMPTS = 16;

const MINUTE = 60_000;

/** Waits after the n-th failed attempt: 1, 2, 4 … minutes, six hours at most. */
export function backoffMilliseconds(attempts: number): number {
  return Math.min(MINUTE * 2 ** (attempts - 1), 360 * MINUTE);
}

/** How long a notice waits for a part of the platform that is away. */
const POSTPONED_MILLISECONDS = 10_000;

export type Change = Partial<
  Pick<Delivery, 'status' | 'attempts' | 'ambiguous' | 'dueAt' | 'settledAt' | 'lastError'>
> & {
  /** Somebody is still to be told that it arrived. */
  readonly toConfirm?: true;
};

/** What a delivery that must not wake anybody becomes when its time has come at night; undefined: it may go. */
export function putOffForTheNight({ quietZone }: Pick<Delivery, 'quietZone'>, now: Date): Change | undefined {
  if (quietZone === undefined) return undefined;
  const dueAt = nextCivilMoment(now, quietZone);
  return dueAt.getTime() === now.getTime() ? undefined : { dueAt };
}

/**
 * Takes a delivery for an attempt, before the provider is called. One found in `sending` belongs to a process that died: a provider that
 * knows our message id is asked again with the same id; with another one we try once more and count it as ambiguous, then never again.
 */
export function claim(delivery: Delivery, providerIsIdempotent: boolean, now: Date): Change {
  const died = delivery.status === 'sending';
  if (died && !providerIsIdempotent && delivery.ambiguous) {
    return { status: 'dead', settledAt: now, lastError: 'outcome of two attempts unknown' };
  }
  return {
    status: 'sending',
    attempts: delivery.attempts + 1,
    ambiguous: delivery.ambiguous || (died && !providerIsIdempotent),
    dueAt: new Date(now.getTime() + SENDING_LEASE_MILLISECONDS),
  };
}

export type AttemptResult =
  | { readonly kind: 'sent' }
  /** Written down instead of sent. */
  | { readonly kind: 'noted' }
  /** Nobody to tell any more: the contact was erased, the officer left. */
  | { readonly kind: 'nobody' }
  /** A part of the platform that knows the address or a date is away: nobody was called. */
  | { readonly kind: 'postponed' }
  /** The provider surely did not take it. `permanent`: it never will. */
  | { readonly kind: 'refused'; readonly reason: string; readonly permanent: boolean };

/** What an attempt's result makes of a delivery. `delivery.attempts` counts the attempt. */
export function settle(
  delivery: Pick<Delivery, 'attempts' | 'answeredAt'>,
  result: AttemptResult,
  now: Date,
): Change {
  switch (result.kind) {
    case 'sent':
      return {
        status: 'sent',
        settledAt: now,
        ...(delivery.answeredAt === undefined ? {} : { toConfirm: true }),
      };
    case 'noted':
      return { status: result.kind, settledAt: now };
    case 'nobody':
      return { status: 'skipped', settledAt: now };
    case 'postponed':
      // No attempt, and no step nearer to giving up.
      return {
        status: 'waiting',
        attempts: delivery.attempts - 1,
        dueAt: new Date(now.getTime() + POSTPONED_MILLISECONDS),
      };
    case 'refused':
      return result.permanent || delivery.attempts >= MAX_ATTEMPTS
        ? { status: 'dead', settledAt: now, lastError: result.reason }
        : {
            status: 'waiting',
            dueAt: new Date(now.getTime() + backoffMilliseconds(delivery.attempts)),
            lastError: result.reason,
          };
  }
}
