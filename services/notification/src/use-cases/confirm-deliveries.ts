import { AppError } from '@lapor/kernel';
import type { Logger } from 'pino';
import type { Delivery } from '../domain/delivery.ts';
import type { Cases } from '../ports.ts';
import type { DeliveryStore } from '../store.ts';

export interface ConfirmingParts {
  readonly store: Pick<DeliveryStore, 'toConfirm' | 'confirmed'>;
  readonly cases: Pick<Cases, 'confirmDelivery'>;
  readonly log: Logger;
}

const BATCH = 64;

/** Tells routing which answers have arrived. Told twice is told once; what routing cannot hear now waits for the next round. */
export async function confirmDeliveries({ store, cases, log }: ConfirmingParts): Promise<void> {
  for (;;) {
    const waiting = await store.toConfirm(BATCH);
    const told = await Promise.all(waiting.map((delivery) => tell(delivery, cases, log)));
    const done = waiting.filter((_, at) => told[at]).map(({ _id }) => _id);
    await store.confirmed(done);
    if (waiting.length < BATCH || done.length === 0) return;
  }
}

/** Whether nothing is left to be told of it. */
async function tell(delivery: Delivery, cases: ConfirmingParts['cases'], log: Logger): Promise<boolean> {
  const { _id: deliveryId, caseId, answeredAt, settledAt } = delivery;
  if (answeredAt === undefined || settledAt === undefined) return true;
  try {
    await cases.confirmDelivery(caseId, answeredAt, settledAt);
    return true;
  } catch (error) {
    log.warn({ deliveryId, err: error }, 'routing could not be told that an answer arrived');
    return error instanceof AppError && !error.retryable;
  }
}
