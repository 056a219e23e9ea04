import { AppError, invalid } from '@lapor/kernel';
import { bareWords } from '@lapor/language';
import type { Loaded } from '@lapor/store';
import type { Complaint } from '../domain/complaint.ts';
import { normalizePhone } from '../domain/phone.ts';
import { decideLink, decideTake, findTaken } from '../domain/sender.ts';
import type { TakenMessage } from '../domain/sender.ts';
import { readSms } from '../domain/sms-intent.ts';
import type { SmsReading } from '../domain/sms-intent.ts';
import { meaningOf } from '../domain/sms-meaning.ts';
import type { OwnCase, SmsMeaning } from '../domain/sms-meaning.ts';
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
  const said = readSms(text, bareWords);
  const taken = await takeOnce(intake, senderId, message, said, text);
  const answer = await carryOut(intake, taken, said, { phone, text });
  // Whatever it is taken for: whom to call comes first.
  return intake.danger.isDangerous(text)
    ? { ...answer, reply: `${SMS_TEXTS.danger} ${answer.reply}` }
    : answer;
}

/** Decides what the message means once, and keeps it: by the second delivery the cases may stand otherwise. */
async function takeOnce(
  intake: Intake,
  senderId: string,
  message: string,
  said: SmsReading,
  text: string,
): Promise<TakenMessage> {
  const sender = await intake.senders.find(senderId);
  const before = findTaken(sender?.state, message);
  if (before !== undefined) return before;
  const newestFirst = (sender?.state.trackingIds ?? []).toReversed().slice(0, LOOKED_AT);
  const meant = { message, ...(await readMeaning(intake, said, newestFirst)) };
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
  said: SmsReading,
  newestFirst: readonly string[],
): Promise<SmsMeaning> {
  const own = await Promise.all(
    newestFirst.map(async (trackingId): Promise<OwnCase> => ({
      trackingId,
      status: await statusOf(intake, trackingId).catch((error: unknown) => {
        // Politeness need not wait until it can be said how the case stands.
        if (said.tells === 'polite' && error instanceof AppError && error.retryable) return undefined;
        throw error;
      }),
    })),
  );
  return meaningOf(said, own, intake.danger.isDangerous(said.text));
}

async function carryOut(
  intake: Intake,
  taken: TakenMessage,
  said: SmsReading,
  { phone, text }: { readonly phone: string; readonly text: string },
): Promise<SmsAnswer> {
  const { message, trackingId } = taken;
  switch (taken.as) {
    case 'complaint':
      return file(intake, message, phone, text);
    case 'nothing':
      return { reply: said.verdict === undefined ? SMS_TEXTS.welcome : SMS_TEXTS.nothingAnswered };
    case 'message':
    case 'unclear':
    case 'which': {
      await addMessageAsReporter(intake, await getOwn(intake, trackingId), said.text, message);
      const told = taken.as === 'message' ? SMS_TEXTS.noted : SMS_TEXTS[taken.as];
      return { reply: told(trackingId), trackingId };
    }
    case 'reply': {
      const command = { command: 'reply', text: said.text } as const;
      await commandAsReporter(intake, await getOwn(intake, trackingId), command, message);
      return { reply: SMS_TEXTS.replied(trackingId), trackingId };
    }
    case 'solved': {
      const rating = said.rating > 0 ? said.rating : undefined;
      const command = { command: 'solved', rating, ...saidBeside(said) } as const;
      await commandAsReporter(intake, await getOwn(intake, trackingId), command, message);
      return { reply: SMS_TEXTS.solved(trackingId), trackingId };
    }
    case 'not_solved': {
      const command = { command: 'not-solved', ...saidBeside(said) } as const;
      await commandAsReporter(intake, await getOwn(intake, trackingId), command, message);
      return { reply: SMS_TEXTS.notSolved(trackingId), trackingId };
    }
  }
}

/** What was said beyond 1 or 2 goes with the verdict. */
function saidBeside({ how, text }: SmsReading): { readonly text?: string } {
  return how === 'digits' ? {} : { text };
}

/** Free text names no place in a form: triage reads it. Never a guess. */
async function file(intake: Intake, message: string, phone: string, text: string): Promise<SmsAnswer> {
  const { trackingId } = await fileComplaint(
    intake,
    { body: text, channel: 'sms', reporter: { phone, language: 'id' } },
    { client: 'sms', idempotencyKey: message },
  );
  await linkSender(intake, phone, trackingId);
  return { reply: SMS_TEXTS.filed(trackingId, deriveAccessCode(intake.mac, trackingId)), trackingId };
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

async function getOwn(intake: Intake, trackingId: string): Promise<Loaded<Complaint>> {
  return intake.complaints.get(trackingId);
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
