import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BOTH_PROFILES } from '../vitest/both-profiles.ts';

// What people complain of in systems like this one, and the stories that show that it does not happen here, on both profiles.

const STORIES: readonly (readonly [pain: number, what: string, stories: readonly string[]])[] = [
  [1, 'agencies pass a case round with no arbiter', ['arbitration']],
  [2, 'silence: unverified reports rot', ['clock-stories']],
  [3, 'answers without a solution count as done', ['closed-and-fixed', 'honest-closing']],
  [4, 'officers rotate, knowledge goes', ['coordination', 'absences']],
  [5, 'the identity of a "secret" reporter leaks', ['who-sees-what', 'protected-nowhere', 'privacy-rounds']],
  [6, 'a wrong category is a dead end', ['objections']],
  [7, 'duplicates annoy everyone; merging loses reporters', ['duplicates', 'masters']],
  [8, 'notified twice, or at midnight', ['clock-stories', 'notices-that-wait']],
  [9, 'escalated after the agency had answered', ['clock-stories']],
  [10, '"closed" is not "fixed"', ['closed-and-fixed', 'honest-closing']],
  [11, 'the next command is refused because the event had not arrived', ['read-your-writes']],
  [13, 'faked closure photos', ['photos-as-evidence']],
  [15, 'cases sit in an inbox nobody owns', ['inbox-of-nobody', 'absences']],
  [17, 'a live cable waits three days in a queue', ['clock-stories']],
  [18, '"terima kasih" by text message reopens a case', ['text-messages']],
];

test.each(STORIES)('pain %i, "%s", has its stories on both profiles', (pain, _what, stories) => {
  for (const story of stories) {
    const file = `src/${story}.test.ts`;
    expect(BOTH_PROFILES).toContain(file);
    const text = readFileSync(join(import.meta.dirname, '..', file), 'utf8');
    expect(text, file).toMatch(
      new RegExp(`(?:test|describe)(?:\\.each\\([^)]*\\))?\\(\\s*'[^']*\\(pain ${pain}\\)'`),
    );
  }
});

test('whatever runs on both profiles is there', () => {
  for (const file of BOTH_PROFILES)
    expect(existsSync(join(import.meta.dirname, '..', file)), file).toBe(true);
});
