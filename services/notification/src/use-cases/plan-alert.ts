import { alertTemplate } from '../domain/alert.ts';
import type { AlertWord } from '../domain/alert.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Accounts } from '../ports.ts';

/** Something about an account that its owner is told. */
export interface AccountAlert {
  readonly eventId: string;
  readonly officerId: string;
  readonly kind: AlertWord;
  readonly device: string;
  /** Where it is told; '' for where the owner is reached now. */
  readonly profileId: string;
  readonly at: Date;
}

/** At any hour: it answers what the owner has just done, or it was not the owner. */
export async function planAlert(
  { eventId, officerId, kind, device, profileId, at }: AccountAlert,
  accounts: Accounts,
  now: Date,
): Promise<readonly Delivery[]> {
  const { email, phone, language, agencyId } = await accounts.contact(officerId, profileId);
  const channel = email !== '' ? 'email' : phone !== '' ? 'sms' : undefined;
  if (channel === undefined) return [];
  return [
    {
      _id: `${eventId}:${officerId}:${channel}`,
      eventId,
      eventType: 'OfficerAlerted',
      caseId: '',
      recipient: officerId,
      agencyId,
      channel,
      template: alertTemplate(kind),
      values: { at: at.toISOString(), device, ...(profileId === '' ? {} : { profileId }) },
      language,
      status: 'waiting',
      attempts: 0,
      ambiguous: false,
      dueAt: now,
      createdAt: now,
    },
  ];
}
