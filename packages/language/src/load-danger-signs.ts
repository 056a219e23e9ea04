import { readFileSync } from 'node:fs';
import { createDangerMatcher } from './danger-signs.ts';
import type { DangerMatcher, DangerSign } from './danger-signs.ts';

/** The list that comes with the release. Its shape is checked by a test, not at every start. */
export function loadDangerSigns(): readonly DangerSign[] {
  const text = readFileSync(new URL('../data/danger-words.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly signs: readonly DangerSign[] }).signs;
}

export function loadDangerMatcher(): DangerMatcher {
  return createDangerMatcher(loadDangerSigns());
}
