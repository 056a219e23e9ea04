import { loadDangerMatcher } from '@lapor/language';
import { describe, expect, it } from 'vitest';
import { dangerReasons, laterDanger } from './danger-signs.ts';

const matcher = loadDangerMatcher();
const CALM = 'Lampu jalan di depan pasar padam sejak Senin.';
const CABLE = 'Kabel listrik menjuntai di depan sekolah.';
const calm = { danger: true, filing: { danger: true }, words: CALM, ofDanger: false, members: 0 };
const why = (changes: Partial<Parameters<typeof dangerReasons>[0]>) =>
  dangerReasons({ ...calm, ...changes }, matcher);

describe('why a case is urgent', () => {
  it('is said in the words that were read so, by the tick, by the category', () => {
    expect(why({ words: CABLE })).toMatchObject([{ why: 'words', words: ['kabel', 'menjuntai'] }]);
    expect(why({ filing: { danger: true, dangerTicked: true } })).toEqual([{ why: 'tick' }]);
    expect(why({ ofDanger: true, words: CABLE }).map((reason) => reason.why)).toEqual(['words', 'category']);
  });

  it('is not guessed: of older ones that it was filed so, of a master that another report told of it', () => {
    expect(why({})).toEqual([{ why: 'filed' }]);
    expect(why({ filing: { danger: false }, members: 2 })).toEqual([{ why: 'joined' }]);
    // Words that were not taken for danger when it was filed are no reason now.
    expect(why({ filing: { danger: false }, words: CABLE, members: 2 })).toEqual([{ why: 'joined' }]);
    expect(why({ danger: false, words: CABLE })).toEqual([]);
  });
});

describe('what the reporter says later', () => {
  const at = (day: number) => `2026-03-0${day}T02:00:00.000Z`;
  const step = (day: number, actor: 'reporter' | 'officer', text: string) =>
    ({ seq: 2, at: at(day), type: 'QuestionAnswered', actor, text }) as const;

  it('is read for danger, newest first, in messages and in answers, and not what officers write', () => {
    const messages = [
      { id: 'a', at: at(3), text: 'Kabelnya menjuntai sekarang, listriknya hidup.' },
      { id: 'b', at: at(4), text: 'Terima kasih.' },
    ];
    const steps = [step(5, 'reporter', CABLE), step(6, 'officer', CABLE)];
    expect(laterDanger(messages, steps, matcher).map((each) => each.at)).toEqual([at(5), at(3)]);
  });
});
