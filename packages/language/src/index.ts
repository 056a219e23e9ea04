export { bareWords } from './bare-words.ts';
export { createDangerMatcher } from './danger-signs.ts';
export type { DangerMatch, DangerMatcher, DangerSign } from './danger-signs.ts';
export { excerptOf, passagesIn } from './excerpt.ts';
export type { ExcerptPart, Passage } from './excerpt.ts';
export { loadDangerMatcher, loadDangerSigns } from './load-danger-signs.ts';
export { searchWords } from './search-words.ts';
export { rootsOf, wordsInText } from './word-forms.ts';
