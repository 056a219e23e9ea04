import { describe, expect, it } from 'vitest';
import type { CaseCommand } from './commands.ts';
import { isLegal } from './legal.ts';
import {
  admin,
  ANSWER,
  contextAt,
  inProgress,
  officer,
  REPORTER,
  type Story,
  SYSTEM,
  unverified,
  words,
} from './fixtures/world.ts';

const ANOTHER = '9876543210';
const PROMISED = { kind: 'promised', promisedDate: '2026-02-20' } as const;
const merge = (): CaseCommand => {
  const master = { ...inProgress().case, id: ANOTHER };
  return { type: 'merge', masterId: ANOTHER, master };
};
const unmerge = { type: 'unmerge', words: words('Ternyata lubang lain') } as const;
const promised = (): Story => inProgress().does(officer('roads'), { ...ANSWER, ...PROMISED });

/** Followed another, and was answered with it. */
function answeredTogether(): Story {
  const { promisedFor } = promised().case.answer ?? {};
  const data = {
    kind: 'promised',
    firstFollowUp: false,
    evidenceCount: 0,
    ...(promisedFor && { promisedFor }),
  } as const;
  return unverified()
    .does(admin('batam'), merge())
    .does(SYSTEM, { type: 'follow', steps: [{ type: 'CaseAnswered', number: 1, data }] });
}

describe('an answer waits for the verdict of its own reporter', () => {
  it.each([
    ['merged', () => promised().does(admin('batam'), merge())],
    [
      'merged, and let go again',
      () => promised().does(admin('batam'), merge()).does(admin('batam'), unmerge),
    ],
    ['answered with its master', answeredTogether],
    ['answered with its master, and let go', () => answeredTogether().does(admin('batam'), unmerge)],
  ])('also when it was %s', (_what, play) => {
    const story = play();
    expect(story.case).toMatchObject({ status: 'answered', answer: { kind: 'promised' } });
    expect(isLegal(story.case, 'solved', REPORTER, contextAt(story.now, REPORTER))).toBe(true);
    story.at('2026-02-20 16:00').does(SYSTEM, { type: 'ask_promise' });
    story.does(REPORTER, { type: 'not_solved' });
    expect(story.case).toMatchObject({ status: 'in_progress', holder: { id: 'roads' } });
    expect(story.case).not.toHaveProperty('master');
  });
});
