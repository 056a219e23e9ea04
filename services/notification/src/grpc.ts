import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { ServiceImplementation } from '@lapor/contracts';
import { type Caller, CallerKind } from '@lapor/contracts/common/v1/common';
import type { NotificationService } from '@lapor/contracts/notification/v1/notification';
import { AppError, invalid } from '@lapor/kernel';
import type { PreferenceStore } from './preferences.ts';
import type { DeliveryStore } from './store.ts';

/** Deliveries without addresses, for officers entitled to the case (intake has asked routing) and for services. */
export function notificationService(
  store: DeliveryStore,
  preferences: PreferenceStore,
): ServiceImplementation<typeof NotificationService> {
  return {
    async getPreferences(_request, { caller }) {
      return { preferences: await preferences.of(officerOf(caller)) };
    },
    async setPreferences({ preferences: wanted }, { caller }) {
      const officerId = officerOf(caller);
      if (wanted === undefined) throw invalid('preferences', 'is required');
      await preferences.set(officerId, { morningMessage: wanted.morningMessage });
      return { preferences: await preferences.of(officerId) };
    },
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

function officerOf({ kind, officerId }: Caller): string {
  if (kind !== CallerKind.OFFICER || officerId === '')
    throw new AppError('forbidden', 'preferences are an officer’s own');
  return officerId;
}
