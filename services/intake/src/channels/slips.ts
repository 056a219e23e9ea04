import { AppError, formatTrackingId } from '@lapor/kernel';
import { readDay } from '../domain/slip.ts';
import type { Slip } from '../domain/slip.ts';
import type { Intake } from '../intake.ts';
import { enteringOfficer } from '../use-cases/directory/entering-officer.ts';
import { fileComplaint } from '../use-cases/file-complaint.ts';

/** One slip of a suggestion box. Batch and line make it one and the same however often it is sent. */
export interface SlipLine extends Slip {
  readonly batch: string;
  readonly line: number;
}

export interface SlipReceipt {
  readonly trackingId: string;
  readonly trackingIdText: string;
  /** It had been entered before. */
  readonly replayed: boolean;
}

/** @throws AppError unauthenticated, forbidden, invalid */
export async function receiveSlip(intake: Intake, token: string, slip: SlipLine): Promise<SlipReceipt> {
  const { agencyId } = await enteringOfficer(intake, token);
  return fileSlip(intake, agencyId, slip);
}

async function fileSlip(intake: Intake, agencyId: string, slip: SlipLine): Promise<SlipReceipt> {
  const { text, title, foundOn, name, phone, email, category, area, agency, address } = slip;
  const { anonymous, secret, aboutOfficial } = slip;
  const day = foundOn === undefined ? undefined : readDay(foundOn);
  if (foundOn !== undefined && day === undefined)
    throw new AppError('invalid', 'foundOn is no day', {
      issues: [{ field: 'foundOn', rule: 'must be a day: 2020-03-31 or 31/03/2020' }],
    });
  const filed = await fileComplaint(
    intake,
    {
      body: text,
      title,
      category,
      area,
      agency,
      address,
      anonymous,
      secret,
      aboutOfficial,
      channel: 'suggestion_box',
      reporter: { name, phone, email },
      foundAt: day === undefined ? undefined : `${day}T00:00:00.000Z`,
    },
    { client: `slips:${agencyId}:${slip.batch}`, idempotencyKey: String(slip.line) },
  );
  const { trackingId, replayed } = filed;
  return { trackingId, trackingIdText: formatTrackingId(trackingId), replayed };
}
