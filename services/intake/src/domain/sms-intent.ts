import { isBlank, normalizeTrackingId } from '@lapor/kernel';

/** What somebody wants who sends a text message. */
export type SmsIntent =
  | { readonly kind: 'solved'; readonly rating: number }
  | { readonly kind: 'not_solved' }
  /** Words for a complaint that is there already: the one named, else the sender's latest. */
  | { readonly kind: 'message'; readonly trackingId: string | undefined; readonly text: string }
  | { readonly kind: 'complaint'; readonly text: string }
  | { readonly kind: 'empty' };

/** "1", "1.", "1 4" (solved, rated 4) */
const SOLVED = /^1[.!]?(?:\s+([1-4]))?$/;
const NOT_SOLVED = /^2[.!]?$/;

/** Politeness is no complaint and no verdict. */
const THANKS: ReadonlySet<string> = new Set(
  `ok oke okey okay ya baik siap sip mantap alhamdulillah terimakasih trimakasih makasih makasi trim trims tq thank thanks
  thankyou banyak sudah udah dah atas bantuannya responnya infonya pak bu bapak ibu min admin kak lapor tim semua sekali`.split(
    /\s+/,
  ),
);
/** Two words that mean it only together. */
const PAIRS = /\b(terima|trima|thank)\s(kasih|you)\b/g;

function isThanks(text: string): boolean {
  const words = text
    .toLowerCase()
    .replace(PAIRS, '$1$2')
    .split(/[\s,.!]+/)
    .filter((word) => word !== '');
  return words.length > 0 && words.every((word) => THANKS.has(word));
}

/** Whether the sender must be known decides the caller: a message of a stranger is a complaint. */
export function readSms(typed: string): SmsIntent {
  const text = typed.replace(/\s+/g, ' ').trim();
  if (isBlank(text)) return { kind: 'empty' };
  // Some keyboards type full-width digits.
  const plain = text.normalize('NFKC');
  const solved = SOLVED.exec(plain);
  if (solved) return { kind: 'solved', rating: Number(solved[1] ?? 0) };
  if (NOT_SOLVED.test(plain)) return { kind: 'not_solved' };
  if (isThanks(text)) return { kind: 'message', trackingId: undefined, text };
  const named = readLeadingTrackingId(text);
  if (named) return { kind: 'message', trackingId: named.trackingId, text: named.rest };
  return { kind: 'complaint', text };
}

/** "7K3M-9Q2-TXA masih rusak" → the id and the rest. The check character keeps ordinary words from being taken for one. */
function readLeadingTrackingId(text: string): { trackingId: string; rest: string } | undefined {
  const match = /^#?([0-9A-Za-z]{4}-?[0-9A-Za-z]{3}-?[0-9A-Za-z]{3})[\s:,]+(.+)$/u.exec(text);
  const typed = match?.[1];
  const rest = match?.[2];
  if (typed === undefined || rest === undefined || !/\d/.test(typed)) return undefined;
  const trackingId = normalizeTrackingId(typed);
  return trackingId === undefined ? undefined : { trackingId, rest };
}
