import type { TakenMessage } from './sender.ts';
import type { SmsReading } from './sms-intent.ts';

/** A complaint of the sender, and how it stands; undefined where its case is not there. */
export interface OwnCase {
  readonly trackingId: string;
  readonly status: string | undefined;
}

export type SmsMeaning = Omit<TakenMessage, 'message'>;

const NOTHING: SmsMeaning = { as: 'nothing', trackingId: '' };
const COMPLAINT: SmsMeaning = { as: 'complaint', trackingId: '' };
const OPEN: ReadonlySet<string> = new Set(['unverified', 'assigned', 'returned', 'in_progress']);

/**
 * What a text message means, by what is waited for from that phone: the verdict on an answer, the answer to a question, or nothing. Words
 * are never lost, and what is short and tells nothing new never becomes a complaint of its own.
 */
export function meaningOf(said: SmsReading, newestFirst: readonly OwnCase[], dangerous: boolean): SmsMeaning {
  if (said.tells === 'empty') return NOTHING;
  if (said.trackingId !== undefined) {
    const named = newestFirst.find(({ trackingId }) => trackingId === said.trackingId);
    // Words for a case that is not the sender's are a complaint.
    return named === undefined ? COMPLAINT : onNamed(said, named);
  }
  if (said.announced) return COMPLAINT;
  const waiting = newestFirst.filter(({ status }) => status === 'answered');
  const asked = newestFirst.find(({ status }) => status === 'held');
  if (waiting.length > 0 && said.verdict !== undefined) return onVerdict(said, said.verdict, waiting, asked);
  if (asked !== undefined && said.tells !== 'polite') return { as: 'reply', trackingId: asked.trackingId };
  const [latest] = newestFirst;
  if (latest === undefined) return ofStranger(said);
  if (waiting[0] !== undefined)
    return dangerous || said.tells === 'news'
      ? COMPLAINT
      : { as: 'unclear', trackingId: waiting[0].trackingId };
  return onLatest(said, latest, dangerous);
}

function onNamed(said: SmsReading, { trackingId, status }: OwnCase): SmsMeaning {
  if (status === 'held') return { as: 'reply', trackingId };
  if (status === 'answered') return { as: said.verdict ?? 'unclear', trackingId };
  return { as: 'message', trackingId };
}

/** Which of several is meant is asked; "belum" may also answer a question. */
function onVerdict(
  said: SmsReading,
  verdict: 'solved' | 'not_solved',
  waiting: readonly OwnCase[],
  asked: OwnCase | undefined,
): SmsMeaning {
  const trackingId = waiting[0]?.trackingId ?? '';
  const several = waiting.length > 1 || (asked !== undefined && said.how === 'words');
  return { as: several ? 'which' : verdict, trackingId };
}

function ofStranger(said: SmsReading): SmsMeaning {
  const nothing = said.tells === 'polite' || said.tells === 'yes' || said.verdict !== undefined;
  return nothing ? NOTHING : COMPLAINT;
}

function onLatest(said: SmsReading, { trackingId, status = '' }: OwnCase, dangerous: boolean): SmsMeaning {
  if (said.how === 'digits') return NOTHING;
  if (dangerous) return COMPLAINT;
  const known =
    said.tells === 'polite' ||
    said.tells === 'yes' ||
    said.verdict !== undefined ||
    (said.tells === 'little' && said.refersBack && OPEN.has(status));
  return known ? { as: 'message', trackingId } : COMPLAINT;
}
