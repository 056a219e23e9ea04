import { expect, it } from 'vitest';
import type { CommandOf } from './commands.ts';
import {
  admin,
  ANSWER,
  closed,
  contextAt,
  held,
  inProgress,
  officer,
  REPORTER,
  START,
  SYSTEM,
  words,
} from './fixtures/world.ts';
import { legalCommands } from './legal.ts';
import { secondChances } from './second-chances.ts';
import { snapshotOf } from './snapshot.ts';
import type { Story } from './fixtures/world.ts';

const erase = { type: 'begin_erasure', words: false } as const;
const reveal = (text: string): CommandOf<'reveal'> => ({
  type: 'reveal',
  purpose: 'law_enforcement',
  words: words(text),
});
const legal = ({ case: state }: Story) => legalCommands(state, admin('batam'), contextAt(START, REPORTER));

it('whose name and contact are erased cannot be told anything, and is revealed to nobody', () => {
  const story = inProgress();
  expect(snapshotOf(story.case).reachable).toBe(true);
  expect(legal(story)).toContain('reveal');
  story.does(SYSTEM, erase);
  expect(snapshotOf(story.case).reachable).toBe(false);
  expect(legal(story)).not.toContain('reveal');
  expect(() => story.decide(admin('batam'), reveal('Surat Polresta nomor B/112'))).toThrow(
    expect.objectContaining({ code: 'illegal' }),
  );
  const answer = story.does(officer('roads'), ANSWER);
  expect(snapshotOf(answer.case).reachable).toBe(false);
});

it('whose words are destroyed has no second chance: nobody could go on with nothing', () => {
  const chances = ({ case: state, now }: Story) => {
    const told = secondChances(state, contextAt(now, REPORTER));
    return [legalCommands(state, REPORTER, contextAt(now, REPORTER)), told.reopenUntil ?? told.reviveUntil];
  };
  const silent = () => held().at('2026-02-10 16:00').does(SYSTEM, { type: 'archive_held' });
  for (const [story, chance] of [
    [closed, 'reopen'],
    [silent, 'reply'],
    [silent, 'object'],
  ] as const) {
    expect(chances(story().does(SYSTEM, erase))).toEqual([
      expect.arrayContaining([chance]),
      expect.any(Number),
    ]);
    const [legal, until] = chances(story().does(SYSTEM, { ...erase, words: true }));
    expect(legal).not.toContain(chance);
    expect(until).toBeUndefined();
  }
});

it('nor after the time of keeping is over', () => {
  const story = closed().at('2031-02-03 10:00').does(SYSTEM, { type: 'anonymise' });
  expect(snapshotOf(story.case).reachable).toBe(false);
  expect(legal(story)).not.toContain('reveal');
});

it.each([
  'x',
  '...',
  '- - -',
  'ok',
  'perlu',
  'tes tes tes',
  'a b c d',
  'Terima kasih atas perhatiannya',
  '1 2 3',
])('%j is no reason to look at who reported', (text) =>
  expect(() => closed().decide(admin('batam'), reveal(text))).toThrow(
    expect.objectContaining({ code: 'invalid', issues: [expect.objectContaining({ field: 'reason' })] }),
  ),
);

it.each([
  'Surat Polresta B/112/2026',
  'Perintah pengadilan nomor 5/Pid/2026.',
  'Pelapor terancam, harus dihubungi',
])('%j is one', (text) => expect(closed().decide(admin('batam'), reveal(text)).events).toHaveLength(1));
