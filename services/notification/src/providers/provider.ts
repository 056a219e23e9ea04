import type { AttemptResult } from '../domain/delivery.ts';

/** A message with its address. Lives for one call only: never stored, never logged. */
export interface OutgoingMessage {
  /** The same for every attempt of one delivery. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A way out: SMTP server, SMS gateway. */
export interface Provider {
  /** Sending the same `id` twice reaches the recipient once. */
  readonly idempotent: boolean;
  /** Throws when nobody can say whether the message went out. */
  send(message: OutgoingMessage): Promise<AttemptResult>;
  close(): void;
}
