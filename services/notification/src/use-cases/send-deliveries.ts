import { createHash } from 'node:crypto';
import type { Clock } from '@lapor/kernel';
import type { Logger } from 'pino';
import { type AttemptResult, claim, type Delivery, settle } from '../domain/delivery.ts';
import type { TemplateName } from '../domain/notice-plan.ts';
import { renderNotice } from '../domain/render.ts';
import type { PlanPorts } from './plan-deliveries.ts';
import type { Provider } from '../providers/provider.ts';
import type { DeliveryStore } from '../store.ts';

export interface SenderParts {
  readonly store: DeliveryStore;
  readonly ports: PlanPorts;
  readonly providers: Readonly<Record<Delivery['channel'], Provider>>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publicUrl: string;
  /** Counts what came of attempts: "sent", "skipped", "dead", "refused", "unknown". */
  readonly count: (channel: Delivery['channel'], outcome: string) => void;
}

/** Sends what is due. Calls that come while a round runs make it go round once more. */
export interface Sender {
  wake(): void;
  /** Resolves when nothing that is due is left. */
  round(): Promise<void>;
}

const BATCH = 64;

export function createSender(parts: SenderParts): Sender {
  let running: Promise<void> | undefined;
  let again = false;

  async function rounds(): Promise<void> {
    do {
      again = false;
      let due = await parts.store.due(parts.clock.now(), BATCH);
      while (due.length > 0) {
        await Promise.all(due.map((delivery) => attempt(delivery, parts)));
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

async function attempt(found: Delivery, parts: SenderParts): Promise<void> {
  const provider = parts.providers[found.channel];
  const change = claim(found, provider.idempotent, parts.clock.now());
  if (!(await parts.store.change(found, change))) return;
  const claimed: Delivery = { ...found, ...change };
  if (claimed.status !== 'sending') {
    parts.count(claimed.channel, claimed.status);
    return;
  }
  const result = await send(claimed, provider, parts);
  if (result === undefined) {
    parts.count(claimed.channel, 'unknown');
    return;
  }
  const outcome = settle(claimed, result, parts.clock.now());
  await parts.store.change(claimed, outcome);
  parts.count(claimed.channel, outcome.status === 'waiting' ? 'refused' : (outcome.status ?? ''));
}

/** Undefined: nobody knows; the delivery stays in `sending` until its lease ends. */
async function send(
  delivery: Delivery,
  provider: Provider,
  parts: SenderParts,
): Promise<AttemptResult | undefined> {
  let to: string;
  try {
    to = await addressOf(delivery, parts.ports);
  } catch (error) {
    parts.log.warn({ deliveryId: delivery._id, err: error }, 'address not to be had now');
    return { kind: 'refused', reason: 'address not to be had', permanent: false };
  }
  if (to === '') return { kind: 'nobody' };
  const notice = renderNotice(
    delivery.template as TemplateName,
    delivery.language,
    {
      trackingId: delivery.caseId,
      status: delivery.values['status'] ?? '',
      link: linkOf(delivery, parts.publicUrl),
      danger: delivery.values['danger'] === 'true',
      ...(delivery.values['agency'] ? { agency: delivery.values['agency'] } : {}),
      ...(await dueText(delivery, parts.ports)),
    },
    delivery.values['secret'] === 'true',
  );
  const id = createHash('sha256').update(delivery._id).digest('hex').slice(0, 32);
  try {
    return await provider.send({ id, to, subject: notice.subject, text: notice.text });
  } catch (error) {
    parts.log.warn(
      { deliveryId: delivery._id, reason: (error as Error).name },
      'outcome of an attempt unknown',
    );
    return undefined;
  }
}

async function addressOf(delivery: Delivery, ports: PlanPorts): Promise<string> {
  if (delivery.recipient === 'reporter') {
    const contact = await ports.contacts.resolve(delivery.caseId);
    return delivery.channel === 'email' ? contact.email : contact.phone;
  }
  const officers = await ports.officers.recipients(delivery.agencyId ?? '');
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
  const format = new Intl.DateTimeFormat(delivery.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  return { dueAt: format.format(new Date(at)) };
}
