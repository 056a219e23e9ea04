import { randomUUID } from 'node:crypto';
import { AppError, normalizeTrackingId } from '@lapor/kernel';
import type { ChannelName, NewComplaint } from '@lapor/portal';
import { canonicalJson } from '../canonical-json.ts';
import type { Complaint, Filing } from '../domain/complaint.ts';
import { TrackingIdTaken, decideFile } from '../domain/complaint.ts';
import { deriveCommandKey, deriveReporterId, deriveTrackingId } from '../stores/identifiers.ts';
import type { Intake } from '../intake.ts';
import { checkComplaint } from './check-complaint.ts';
import type { CheckedContact } from './check-complaint.ts';

/** What every channel brings. */
export interface Submission extends NewComplaint {
  /** For slips: ISO time of the day the box was opened. */
  readonly foundAt?: string | undefined;
}

export interface FilingOrigin {
  /** Whose idempotency keys these are: "http", "officer:…", "sms:…". */
  readonly client: string;
  /** Without one each call files anew. */
  readonly idempotencyKey?: string | undefined;
  /** Absent for channels that have none. */
  readonly clientAddress?: string | undefined;
}

export interface FiledComplaint {
  readonly trackingId: string;
  readonly complaint: Complaint;
  /** The same filing had come before. */
  readonly replayed: boolean;
}

/** The words of a complaint, as they lie in the contents. */
export interface SubmissionText {
  readonly title: string;
  readonly body: string;
  readonly address?: string | undefined;
  readonly point?: NewComplaint['point'];
  readonly occurredAt?: string | undefined;
  /** Tells these words from those of another command that hit the same tracking id. */
  readonly filedBy: string;
}

export const SUBMISSION = 'submission';
export const IDENTITY = 'identity';

/** A collision is one in 10^13 per complaint there is: nine in a row do not happen. */
const MOST_COUNTERS = 9;

/**
 * Takes a complaint in. Once resolved it is durable, and the same key and content find it again.
 * @throws AppError invalid, rate_limited, unprocessable (same key, other content)
 */
export async function fileComplaint(
  intake: Intake,
  submission: Submission,
  origin: FilingOrigin,
): Promise<FiledComplaint> {
  if (origin.clientAddress !== undefined) intake.limits.take('file-address', origin.clientAddress);
  const { contact, dangerous, category = '' } = await checkComplaint(intake, submission);
  limitContact(intake, contact);
  const commandKey = deriveCommandKey(intake.mac, origin.client, origin.idempotencyKey ?? randomUUID());
  const fingerprint = Buffer.from(intake.mac('fingerprint', canonicalJson(submission))).toString('base64url');
  const command = { commandKey, fingerprint };
  const words = [submission.title ?? '', submission.body].join('\n');
  const filing = {
    ...filingOf(submission, contact, dangerous || intake.danger.isDangerous(words)),
    category,
  };
  for (let counter = 0; counter < MOST_COUNTERS; counter += 1) {
    const trackingId = deriveTrackingId(intake.mac, commandKey, counter);
    try {
      return await fileAs(intake, trackingId, command, submission, filing, contact);
    } catch (error) {
      if (!(error instanceof TrackingIdTaken)) throw error;
    }
  }
  throw new AppError('unavailable', 'no free tracking id was found');
}

interface FilingCommand {
  readonly commandKey: string;
  readonly fingerprint: string;
}

async function fileAs(
  intake: Intake,
  trackingId: string,
  { commandKey, fingerprint }: FilingCommand,
  submission: Submission,
  filing: Filing,
  contact: CheckedContact,
): Promise<FiledComplaint> {
  // Both are keyed digests: the same command with the same content, and nothing a reader could try words on.
  const filedBy = `${commandKey}.${fingerprint.slice(0, 22)}`;
  const hasIdentity = Object.values(contact).some((value) => value !== undefined);
  const reporterId = hasIdentity ? deriveReporterId(intake.mac, filedBy) : '';
  const [text, identity] = await Promise.allSettled([
    intake.contents.put(trackingId, SUBMISSION, { ...textOf(submission), filedBy }),
    hasIdentity ? intake.vault.put(reporterId, IDENTITY, contact) : undefined,
  ]);
  if (text.status === 'rejected') {
    if (!isUnprocessable(text.reason)) throw text.reason;
    if (await isAnothers(intake, trackingId, commandKey)) throw new TrackingIdTaken();
    if (hasIdentity) await intake.vault.erase(reporterId);
    throw misusedKey();
  }
  if (identity.status === 'rejected') throw identity.reason;
  const outcome = await intake.complaints.execute(
    { aggregateId: trackingId, commandId: commandKey, bodyHash: fingerprint, actor: { kind: 'reporter' } },
    (complaint) => decideFile(complaint, filing, text.value, filedBy),
  );
  if (!outcome.replayed) intake.countFiled(filing.channel);
  return { trackingId, complaint: outcome.state, replayed: outcome.replayed };
}

/** The contents hold other words under this id: by another command (a collision), or by the same (a misuse). */
async function isAnothers(intake: Intake, trackingId: string, commandKey: string): Promise<boolean> {
  const stored = await intake.contents.read<SubmissionText>(trackingId, SUBMISSION);
  // Erased: whoever filed it, the id is not free.
  return stored?.filedBy.startsWith(`${commandKey}.`) !== true;
}

function misusedKey(): AppError {
  return new AppError('unprocessable', 'the idempotency key was used before with another content', {
    issues: [{ field: 'Idempotency-Key', rule: 'must be a new one for another content' }],
  });
}

function isUnprocessable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unprocessable';
}

function textOf({ title, body, address, point, occurredAt }: Submission): Omit<SubmissionText, 'filedBy'> {
  return { title: title ?? '', body, address, point, occurredAt };
}

/** Danger: by the tick, by the category, or by the words (`dangerous`: one of the latter two). */
function filingOf(
  submission: Submission,
  contact: CheckedContact,
  dangerous: boolean,
): Omit<Filing, 'category'> {
  return {
    type: submission.type ?? 'complaint',
    channel: submission.channel ?? ('web' satisfies ChannelName),
    agencyId: submission.agency ?? '',
    areaCode: submission.area ?? '',
    anonymous: submission.anonymous ?? false,
    secret: submission.secret ?? false,
    protected: submission.aboutOfficial ?? false,
    danger: submission.danger === true || dangerous,
    ...(submission.danger === true ? { dangerTicked: true as const } : {}),
    reachable: contact.phone !== undefined || contact.email !== undefined,
    foundAt: submission.foundAt,
    sameAs: normalizeTrackingId(submission.sameAs ?? ''),
  };
}

function limitContact(intake: Intake, { phone, email }: CheckedContact): void {
  for (const contact of [phone, email])
    if (contact !== undefined)
      intake.limits.take(
        'file-contact',
        Buffer.from(intake.mac('limit', contact.toLowerCase())).toString('base64url'),
      );
}
