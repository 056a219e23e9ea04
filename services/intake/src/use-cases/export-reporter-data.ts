import { SYSTEM_CALLER } from '@lapor/contracts';
import { exportLabels } from '@lapor/portal';
import type { ComplaintView, ReporterExport } from '@lapor/portal';
import type { Loaded } from '@lapor/store';
import type { Complaint } from '../domain/complaint.ts';
import type { Intake } from '../intake.ts';
import { getOwnComplaint } from './case-access.ts';
import { isoOf } from './case-mapping.ts';
import { reporterView } from './view-complaint.ts';

/**
 * All that is kept of a reporter with one complaint, in one file: contact, words, messages, every step, who looked at the identity, what
 * they were told. Photos are fetched by their own addresses.
 * @throws AppError not_found, unauthenticated for a wrong access code
 */
export async function exportReporterData(
  intake: Intake,
  typed: string,
  accessCode: string,
  clientAddress: string | undefined,
): Promise<ReporterExport> {
  const complaint = await getOwnComplaint(intake, typed, accessCode, clientAddress);
  const view = await reporterView(intake, complaint);
  const [notices, receipt] = await Promise.all([
    noticesOf(intake, complaint.id),
    receiptOf(intake, complaint, view),
  ]);
  const { reporter, attachments = [], erased, anonymisedAt, legalHold = false } = view.private ?? {};
  return {
    exportedAt: intake.clock.now().toISOString(),
    labels: exportLabels,
    contact: reporter,
    complaint: view,
    attachments: attachments.map((each) => ({
      ...each,
      address: `/api/v1/complaints/${complaint.id}/attachments/${each.id}`,
    })),
    reveals: view.timeline
      .filter(({ type }) => type === 'CaseIdentityRevealed' || type === 'BreachListed')
      .map(({ at, agency, kind, text }) => ({
        at,
        agency: agency?.name,
        purpose: kind ?? 'breach',
        reason: text,
      })),
    notices,
    receipt,
    kept: { legalHold, erased, anonymisedAt },
  };
}

async function noticesOf(intake: Intake, caseId: string): Promise<ReporterExport['notices']> {
  const { deliveries } = await intake.notification.listDeliveries({ caseId }, { caller: SYSTEM_CALLER });
  return deliveries
    .filter(({ recipient }) => recipient === 'reporter')
    .map(({ eventType, channel, status, settledAt }) => ({
      eventType,
      channel: channel === 'sms' ? 'sms' : 'email',
      status,
      settledAt: isoOf(settledAt),
    }));
}

/** The same one as at filing; of words that are gone nothing can be signed. */
async function receiptOf(
  { receipts }: Intake,
  { id, state }: Loaded<Complaint>,
  { private: own }: ComplaintView,
): Promise<string | undefined> {
  if (own === undefined || own.erased === 'all') return undefined;
  return receipts.sign(id, state.submittedAt, { title: own.title, body: own.body });
}
