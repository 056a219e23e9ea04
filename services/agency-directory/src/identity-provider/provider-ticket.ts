import { timingSafeEqual } from 'node:crypto';
import { refusedByProvider } from '../domain/officer/provider-claims.ts';
import type { Identified } from '../domain/officer/provider-claims.ts';
import type { DirectoryParts } from '../parts.ts';

/** Whom the provider has let in, and as whom they may come. */
export interface Admitted {
  /** Keyed hash of who it is there. */
  readonly subject: string;
  readonly factorShown: boolean;
  /** By what their accounts are found: looked for anew each time, for what was theirs may be so no more. */
  readonly by: Identified['by'];
}

/** Long enough to choose; what is left lying in a browser opens nothing. */
const TICKET_MILLISECONDS = 10 * 60_000;
/** Another one than of tickets that named the accounts: neither is taken for the other. */
const PURPOSE = 'provider-ticket-2';

/** The provider answers once: this stands for its answer while somebody chooses. Nothing is stored. */
export function providerTicket(
  { macOf, clock }: Pick<DirectoryParts, 'macOf' | 'clock'>,
  admitted: Admitted,
): string {
  const until = clock.now().getTime() + TICKET_MILLISECONDS;
  const body = Buffer.from(JSON.stringify({ ...admitted, until })).toString('base64url');
  return `${body}.${Buffer.from(macOf(PURPOSE, body)).toString('base64url')}`;
}

/** @throws AppError unauthenticated with `extra.provider` */
export function readProviderTicket(
  { macOf, clock }: Pick<DirectoryParts, 'macOf' | 'clock'>,
  ticket: string,
): Admitted {
  const [body = '', mac = ''] = ticket.split('.');
  const given = Buffer.from(mac, 'base64url');
  const right = Buffer.from(macOf(PURPOSE, body));
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw over();
  // Ours, so it is as it was written.
  const admitted = JSON.parse(Buffer.from(body, 'base64url').toString()) as Admitted & {
    readonly until: number;
  };
  if (admitted.until < clock.now().getTime()) throw over();
  return admitted;
}

function over() {
  return refusedByProvider('failed', 'this sign-in was not begun here, or too long ago');
}
