import type { ReporterExport } from '@lapor/portal';
import { SYSTEM_CALLER } from '@lapor/contracts';
import type { Intake } from '../intake.ts';
import { getOwnComplaint } from './case-access.ts';
import { isoOf } from './case-mapping.ts';
import { reporterView } from './view-complaint.ts';

/**
 * All that is kept of a reporter with one complaint, in one file. Photos are fetched by their own addresses.
 * @throws AppError not_found, unauthenticated for a wrong access code
 */
export async function exportReporterData(
  intake: Intake,
  typed: string,
  accessCode: string,
  clientAddress: string | undefined,
): Promise<ReporterExport> {
  const complaint = await getOwnComplaint(intake, typed, accessCode, clientAddress);
  const [view, { deliveries }] = await Promise.all([
    reporterView(intake, complaint),
    intake.notification.listDeliveries({ caseId: complaint.id }, { caller: SYSTEM_CALLER }),
  ]);
  return {
    exportedAt: intake.clock.now().toISOString(),
    complaint: view,
    notices: deliveries
      .filter(({ recipient }) => recipient === 'reporter')
      .map(({ eventType, channel, status, settledAt }) => ({
        eventType,
        channel: channel === 'sms' ? 'sms' : 'email',
        status,
        settledAt: isoOf(settledAt),
      })),
  };
}
