import { AppError, invalid } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { Complaint } from '../domain/complaint.ts';
import { normalizePhone } from '../domain/phone.ts';
import { decideLink, decideTake, findTaken } from '../domain/sender.ts';
import type { TakenMessage } from '../domain/sender.ts';
import { readSms } from '../domain/sms-intent.ts';
import type { SmsIntent } from '../domain/sms-intent.ts';
import { reporterCaller } from '../remotes/callers.ts';
import { deriveAccessCode, deriveSenderId } from '../stores/identifiers.ts';
import type { Intake } from '../intake.ts';
import { caseStatuses } from '../names.ts';
import { getCase } from '../use-cases/case-access.ts';
import { fileComplaint } from '../use-cases/file-complaint.ts';
import { addMessageAsReporter, commandAsReporter } from '../use-cases/reporter-actions.ts';
import { SMS_TEXTS } from './sms-texts.ts';

export interface SmsMessage {
  /** The gateway's: the same message again answers the same again. */
  readonly id: string;
  readonly from: string;
  readonly text: string;
}

export interface SmsAnswer {
  /** What to send back. */
  readonly reply: string;
  readonly trackingId?: string | undefined;
}

/** How many of the sender's cases are looked at for the one that is meant. */
const LOOKED_AT = 10;

/** One text message: a complaint, a verdict, an answer to a question, or just words. */
export async function receiveSms(intake: Intake, { id, from, text: sent }: SmsMessage): Promise<SmsAnswer> {
  // What no text can have is shown as missing.
  const text = sent.toWellFormed().replaceAll('\0', '\uFFFD');
  const phone = normalizePhone(from);
  if (phone === undefined) throw invalid('from', 'must be a phone number');
  const senderId = deriveSenderId(intake.mac, phone);
  const message = Buffer.from(intake.mac('sms', `${phone}\n${id}`)).toString('base64url');
  const intent = readSms(text);
  const taken = await takeOnce(intake, senderId, message, intent, text);
  return carryOut(intake, taken, intent, { phone, text });
}

/** Decides what the message means once, and keeps it: by the second delivery the cases may stand otherwise. */
async function takeOnce(
  intake: Intake,
  senderId: string,
  message: string,
  intent: SmsIntent,
  text: string,
): Promise<TakenMessage> {
  const sender = await intake.senders.find(senderId);
  const before = findTaken(sender?.state, message);
  if (before !== undefined) return before;
  const newestFirst = (sender?.state.trackingIds ?? []).toReversed().slice(0, LOOKED_AT);
  const meant = { message, ...(await readMeaning(intake, intent, newestFirst)) };
  const outcome = await intake.senders.execute(
    {
      aggregateId: senderId,
      commandId: `sms:${message}`,
      bodyHash: Buffer.from(intake.mac('fingerprint', text)).toString('base64url'),
      actor: { kind: 'reporter' },
    },
    (state) => decideTake(state, meant),
  );
  return findTaken(outcome.state, message) ?? meant;
}

async function readMeaning(
  intake: Intake,
  intent: SmsIntent,
  newestFirst: readonly string[],
): Promise<Omit<TakenMessage, 'message'>> {
  const [latest] = newestFirst;
  switch (intent.kind) {
    case 'empty':
      return { as: 'nothing', trackingId: '' };
    case 'solved':
    case 'not_solved': {
      const trackingId = await findInStatus(intake, newestFirst, 'answered');
      return trackingId === undefined ? { as: 'nothing', trackingId: '' } : { as: intent.kind, trackingId };
    }
    case 'message': {
      const named = newestFirst.find((each) => each === intent.trackingId);
      // Words for a case that is not the sender's are a complaint; thanks of a stranger are nothing.
      if (intent.trackingId !== undefined && named === undefined) return { as: 'complaint', trackingId: '' };
      const trackingId = named ?? latest;
      if (trackingId === undefined) return { as: 'nothing', trackingId: '' };
      const held = named !== undefined && (await statusOf(intake, named)) === 'held';
      return { as: held ? 'reply' : 'message', trackingId };
    }
    case 'complaint': {
      const asked = await findInStatus(intake, newestFirst, 'held');
      return asked === undefined ? { as: 'complaint', trackingId: '' } : { as: 'reply', trackingId: asked };
    }
  }
}

async function carryOut(
  intake: Intake,
  taken: TakenMessage,
  intent: SmsIntent,
  { phone, text }: { readonly phone: string; readonly text: string },
): Promise<SmsAnswer> {
  const { message, trackingId } = taken;
  switch (taken.as) {
    case 'complaint':
      return file(intake, message, phone, text);
    case 'nothing': {
      const verdict = intent.kind === 'solved' || intent.kind === 'not_solved';
      return { reply: verdict ? SMS_TEXTS.nothingAnswered : SMS_TEXTS.welcome };
    }
    case 'message':
      await addMessageAsReporter(intake, await getOwn(intake, trackingId), wordsOf(intent, text), message);
      return { reply: SMS_TEXTS.noted(trackingId), trackingId };
    case 'reply': {
      const command = { command: 'reply', text: wordsOf(intent, text) } as const;
      await commandAsReporter(intake, await getOwn(intake, trackingId), command, message);
      return { reply: SMS_TEXTS.replied(trackingId), trackingId };
    }
    case 'solved': {
      const rating = intent.kind === 'solved' && intent.rating > 0 ? intent.rating : undefined;
      await commandAsReporter(
        intake,
        await getOwn(intake, trackingId),
        { command: 'solved', rating },
        message,
      );
      return { reply: SMS_TEXTS.solved(trackingId), trackingId };
    }
    case 'not_solved':
      await commandAsReporter(intake, await getOwn(intake, trackingId), { command: 'not-solved' }, message);
      return { reply: SMS_TEXTS.notSolved(trackingId), trackingId };
  }
}

/** Free text names no place in a form: triage reads it. Never a guess. */
async function file(intake: Intake, message: string, phone: string, text: string): Promise<SmsAnswer> {
  const { trackingId, complaint } = await fileComplaint(
    intake,
    { body: text, channel: 'sms', reporter: { phone, language: 'id' } },
    { client: 'sms', idempotencyKey: message },
  );
  await linkSender(intake, phone, trackingId);
  const receipt = SMS_TEXTS.filed(trackingId, deriveAccessCode(intake.mac, trackingId));
  const reply = complaint.filing.danger ? `${SMS_TEXTS.danger} ${receipt}` : receipt;
  return { reply, trackingId };
}

/**
 * Lets the sender answer by text message. Only here, where the number itself has written: one typed into a form may be anybody's,
 * and a stranger's case would take its owner's next message for an answer. Repeats itself harmlessly.
 */
async function linkSender(intake: Intake, phone: string, trackingId: string): Promise<void> {
  const command = {
    commandId: `link:${trackingId}`,
    bodyHash: trackingId,
    actor: { kind: 'system' },
  } as const;
  await intake.senders.execute({ aggregateId: deriveSenderId(intake.mac, phone), ...command }, (sender) =>
    decideLink(sender, trackingId),
  );
}

function wordsOf(intent: SmsIntent, text: string): string {
  return 'text' in intent ? intent.text : text;
}

async function getOwn(intake: Intake, trackingId: string): Promise<Loaded<Complaint>> {
  return intake.complaints.get(trackingId);
}

async function findInStatus(
  intake: Intake,
  newestFirst: readonly string[],
  status: 'answered' | 'held',
): Promise<string | undefined> {
  for (const trackingId of newestFirst)
    if ((await statusOf(intake, trackingId)) === status) return trackingId;
  return undefined;
}

async function statusOf(intake: Intake, trackingId: string) {
  try {
    const { snapshot } = await getCase(intake, trackingId, reporterCaller(trackingId));
    return caseStatuses.word(snapshot?.status ?? 0);
  } catch (error) {
    // Linked, but never filed: the process ended in between.
    if (error instanceof AppError && error.code === 'not_found') return undefined;
    throw error;
  }
}
