import { createHash } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { Logger } from 'pino';
import { type AttemptResult, claim, type Delivery, putOffForTheNight, settle } from '../domain/delivery.ts';
import type { TemplateName } from '../domain/notice-plan.ts';
import { renderNotice } from '../domain/render.ts';
import type { Standing } from '../ports.ts';
import type { PlanPorts } from './plan-deliveries.ts';
import type { OutgoingMessage, Provider } from '../providers/provider.ts';
import type { DeliveryStore } from '../store.ts';

export interface SenderParts {
  readonly store: DeliveryStore;
  readonly ports: PlanPorts;
  readonly providers: Readonly<Record<Delivery['channel'], Provider>>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publicUrl: string;
  /** Counts what came of attempts: "sent", "noted", "skipped", "dead", "refused", "postponed", "unknown". */
  readonly count: (channel: Delivery['channel'], outcome: string) => void;
}

/** Sends what is due. Calls that come while a round runs make it go round once more. */
export interface Sender {
  wake(): void;
  /** Resolves when nothing that is due is left. */
  round(): Promise<void>;
}

/** So many at a time: what is under way when the process dies is what nobody knows the outcome of. */
const BATCH = 16;

export function createSender(parts: SenderParts): Sender {
  let running: Promise<void> | undefined;
  let again = false;

  async function rounds(): Promise<void> {
    do {
      again = false;
      let due = await parts.store.due(parts.clock.now(), BATCH);
      while (due.length > 0) {
        const claimed = await claimAll(due, parts);
        await Promise.all(inTurn(claimed).map((turn) => attemptInTurn(turn, parts)));
        due = due.length < BATCH ? [] : await parts.store.due(parts.clock.now(), BATCH);
      }
    } while (again);
  }

  async function round(): Promise<void> {
    if (running) again = true;
    running ??= rounds().finally(() => {
      running = undefined;
    });
    await running;
  }

  return {
    round,
    wake() {
      round().catch((error: unknown) => {
        parts.log.error({ err: error }, 'sending notices failed; trying again with the next round');
      });
    },
  };
}

/** What one recipient hears of one case leaves in the order in which it happened. */
function inTurn(due: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const turns = Map.groupBy(due, ({ caseId, recipient }) => `${caseId}:${recipient}`);
  return [...turns.values()].map((turn) =>
    turn.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
  );
}

async function attemptInTurn(turn: readonly Delivery[], parts: SenderParts): Promise<void> {
  for (const delivery of turn) {
    try {
      await attempt(delivery, parts);
    } catch (error) {
      parts.log.error(
        { deliveryId: delivery._id, err: error },
        'an attempt failed; tried again when its lease ends',
      );
    }
  }
}

/** Takes what is due for an attempt, all of it in one go; answers what is to be sent now. */
async function claimAll(due: readonly Delivery[], parts: SenderParts): Promise<readonly Delivery[]> {
  const now = parts.clock.now();
  const claims = due.map((delivery) => ({
    delivery,
    // By day it was due: a retry, or one that a stopped platform did not send in time.
    change:
      putOffForTheNight(delivery, now) ?? claim(delivery, parts.providers[delivery.channel].idempotent, now),
  }));
  const won = await parts.store.claim(claims);
  for (const { delivery, change } of won) if (change.status === 'dead') parts.count(delivery.channel, 'dead');
  return won.flatMap(({ delivery, change }) =>
    change.status === 'sending' ? [{ ...delivery, ...change }] : [],
  );
}

async function attempt(claimed: Delivery, parts: SenderParts): Promise<void> {
  const provider = parts.providers[claimed.channel];
  const result = await send(claimed, provider, parts);
  if (result === undefined) {
    parts.count(claimed.channel, 'unknown');
    return;
  }
  const outcome = settle(claimed, result, parts.clock.now());
  await parts.store.settle({ delivery: claimed, change: outcome });
  if (outcome.status === 'dead') {
    parts.log.warn({ deliveryId: claimed._id, reason: outcome.lastError }, 'a notice was given up');
  }
  parts.count(claimed.channel, outcome.status === 'waiting' ? result.kind : (outcome.status ?? ''));
}

/** Undefined: nobody knows; the delivery stays in `sending` until its lease ends. */
async function send(
  delivery: Delivery,
  provider: Provider,
  parts: SenderParts,
): Promise<AttemptResult | undefined> {
  let message: OutgoingMessage | undefined;
  try {
    message = await compose(delivery, parts);
  } catch (error) {
    // The provider has not been called: there is nothing to be in doubt about.
    parts.log.warn({ deliveryId: delivery._id, err: error }, 'a notice could not be written now');
    if (error instanceof AppError && error.retryable) return { kind: 'postponed' };
    return { kind: 'refused', reason: 'could not be written', permanent: false };
  }
  if (message === undefined) return { kind: 'nobody' };
  try {
    return await provider.send(message);
  } catch (error) {
    parts.log.warn(
      { deliveryId: delivery._id, reason: (error as Error).name },
      'outcome of an attempt unknown',
    );
    return undefined;
  }
}

/** A notice that waited may have been overtaken: by then the case may be hidden, or with somebody else. */
const OVERTAKEN_AFTER_MILLISECONDS = 60_000;

/** News for whoever has the case; a message to an agency elsewhere waits on, unless the case is nobody's business there any more. */
function isOvertaken({ agencyId, template }: Delivery, standing: Standing): boolean {
  if (agencyId === undefined || standing.holderAgencyId === agencyId) return false;
  return template !== 'officer_note' || standing.protected;
}

/** The message as it may be sent now; undefined when there is nobody to tell any more. */
async function compose(delivery: Delivery, parts: SenderParts): Promise<OutgoingMessage | undefined> {
  const { ports, clock, publicUrl } = parts;
  const waited = clock.now().getTime() - delivery.createdAt.getTime() > OVERTAKEN_AFTER_MILLISECONDS;
  const standing = waited ? await ports.cases.standing(delivery.caseId) : undefined;
  if (standing && isOvertaken(delivery, standing)) return undefined;
  const to = await addressOf(delivery, ports);
  if (to === '') return undefined;
  const { values } = delivery;
  const notice = renderNotice(
    delivery.template as TemplateName,
    delivery.language,
    {
      trackingId: delivery.caseId,
      status: values['status'] ?? '',
      link: linkOf(delivery, publicUrl),
      danger: values['danger'] === 'true',
      repliesBySms: values['repliesBySms'] === 'true',
      ...(values['agency'] ? { agency: values['agency'] } : {}),
      ...(await dueText(delivery, ports)),
    },
    values['secret'] === 'true' || (delivery.recipient === 'reporter' && standing?.hidden === true),
  );
  const id = createHash('sha256').update(delivery._id).digest('hex').slice(0, 32);
  return { id, to, subject: notice.subject, text: notice.text };
}

async function addressOf(delivery: Delivery, ports: PlanPorts): Promise<string> {
  if (delivery.recipient === 'reporter') {
    const contact = await ports.contacts.resolve(delivery.caseId);
    return delivery.channel === 'email' ? contact.email : contact.phone;
  }
  const officers = await ports.officers.recipients(
    delivery.agencyId ?? '',
    delivery.values['confined'] === 'true',
  );
  const officer = officers.find((one) => one.officerId === delivery.recipient);
  return (delivery.channel === 'email' ? officer?.email : officer?.phone) ?? '';
}

function linkOf(delivery: Delivery, publicUrl: string): string {
  const page = delivery.recipient === 'reporter' ? 'lacak' : 'petugas/laporan';
  return `${publicUrl}/${page}/${delivery.caseId}`;
}

async function dueText(delivery: Delivery, ports: PlanPorts): Promise<{ readonly dueAt?: string }> {
  const at = delivery.values['dueAt'];
  if (!at || !delivery.agencyId) return {};
  const { timeZone } = await ports.agencies.get(delivery.agencyId);
  return { dueAt: dateFormat(delivery.language, timeZone).format(new Date(at)) };
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Made once: to make one takes longer than all the rest of a notice. There are as many as languages times zones. */
function dateFormat(language: string, timeZone: string): Intl.DateTimeFormat {
  const name = `${language} ${timeZone}`;
  const format =
    dateFormats.get(name) ??
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  dateFormats.set(name, format);
  return format;
}
