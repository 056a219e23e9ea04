export { createDangerMatcher } from './danger-signs.ts';
export type { DangerMatch, DangerMatcher, DangerSign } from './danger-signs.ts';
export { loadDangerMatcher, loadDangerSigns } from './load-danger-signs.ts';
export { rootsOf, wordsInText } from './word-forms.ts';
