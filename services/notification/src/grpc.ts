import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { ServiceImplementation } from '@lapor/contracts';
import { CallerKind } from '@lapor/contracts/common/v1/common';
import type { NotificationService } from '@lapor/contracts/notification/v1/notification';
import { AppError } from '@lapor/kernel';
import type { DeliveryStore } from './store.ts';

/** Deliveries without addresses, for officers entitled to the case (intake has asked routing) and for services. */
export function notificationService(store: DeliveryStore): ServiceImplementation<typeof NotificationService> {
  return {
    async listDeliveries({ caseId }, { caller }) {
      if (caller.kind !== CallerKind.OFFICER && caller.kind !== CallerKind.SYSTEM) {
        throw new AppError('forbidden', 'deliveries are for officers');
      }
      const deliveries = await store.ofCase(caseId);
      return {
        deliveries: deliveries.map((one) => ({
          id: one._id,
          eventType: one.eventType,
          recipient: one.recipient,
          channel: one.channel,
          status: one.status,
          attempts: one.attempts,
          ambiguous: one.ambiguous,
          notBefore: timestampFromDate(one.dueAt),
          ...(one.settledAt ? { settledAt: timestampFromDate(one.settledAt) } : {}),
        })),
      };
    },
  };
}
