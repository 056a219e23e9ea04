export { ALPHABET as BASE32_ALPHABET, encodeBase32 } from './base32.ts';
export { KeyedQueue } from './keyed-queue.ts';
export { AppError, invalid, notFound, toAppError } from './app-error.ts';
export type { AppErrorOptions, ErrorCode, Issue } from './app-error.ts';
export { manualClock, systemClock } from './clock.ts';
export type { Clock, ManualClock } from './clock.ts';
export { isEmail } from './email.ts';
export { isBlank } from './is-blank.ts';
export { agencyIdFor, newId, stableId } from './ids.ts';
export {
  formatTrackingId,
  isTrackingId,
  normalizeTrackingId,
  trackingIdFromBytes,
  trackingIdIn,
} from './tracking-id.ts';
export { isLanguage, LANGUAGES, preferredLanguage, translator, unevenMessages } from './i18n.ts';
export type { Language, Message, Translate, Values } from './i18n.ts';
export { worksOnCases } from './works-on-cases.ts';
