import { AppError } from '@lapor/kernel';
import type { DeliveryInfo } from '@lapor/portal';
import type { Intake } from '../intake.ts';
import { caseIdOf, getCase } from './case-access.ts';
import { isoOf } from './case-mapping.ts';
import { callerOf } from './directory/officer-session.ts';

/** Who was told what about a case, for officers who may read it. @throws AppError not_found, forbidden */
export async function readDeliveries(
  intake: Intake,
  token: string,
  typed: string,
): Promise<readonly DeliveryInfo[]> {
  const caller = await callerOf(intake, token);
  const caseId = caseIdOf(typed);
  const { textVisible } = await getCase(intake, caseId, caller);
  if (!textVisible) throw new AppError('forbidden', 'who was told about this case is not for you');
  const { deliveries } = await intake.notification.listDeliveries({ caseId }, { caller });
  return deliveries.map((delivery) => ({
    id: delivery.id,
    eventType: delivery.eventType,
    recipient: delivery.recipient,
    channel: delivery.channel === 'sms' ? 'sms' : 'email',
    status: DELIVERY_STATUSES.find((each) => each === delivery.status) ?? 'waiting',
    attempts: delivery.attempts,
    ambiguous: delivery.ambiguous,
    notBefore: isoOf(delivery.notBefore),
    settledAt: isoOf(delivery.settledAt),
  }));
}

const DELIVERY_STATUSES = ['waiting', 'sending', 'sent', 'noted', 'dead', 'skipped'] as const;
