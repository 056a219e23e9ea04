export { encodeBase32 } from './base32.ts';
export { AppError, invalid, notFound, toAppError } from './app-error.ts';
export type { AppErrorOptions, ErrorCode, Issue } from './app-error.ts';
export { manualClock, systemClock } from './clock.ts';
export type { Clock, ManualClock } from './clock.ts';
export { agencyIdFor, newId, stableId } from './ids.ts';
export { formatTrackingId, isTrackingId, normalizeTrackingId, trackingIdFromBytes } from './tracking-id.ts';
export { isLanguage, LANGUAGES, preferredLanguage, translator, unevenMessages } from './i18n.ts';
export type { Language, Message, Translate, Values } from './i18n.ts';
