import { expect, test } from 'vitest';
import { openTemplateWords } from './template-words.ts';

const WORDS = new Map([
  ['a', { name: 'Sudah ditambal', text: 'Lubang sudah ditambal.' }],
  ['b', { name: 'Dijadwalkan', text: 'Penambalan dijadwalkan pada {tanggal}.' }],
]);

test('words are opened once, and new ones beside them; what is not there may come later', async () => {
  const asked: (readonly string[])[] = [];
  const kept = new Map(WORDS);
  kept.delete('b');
  const read = openTemplateWords({
    readMany(_subjectId, contentIds) {
      asked.push(contentIds);
      return Promise.resolve(new Map([...kept].filter(([id]) => contentIds.includes(id))));
    },
  });
  expect([...(await read(['a', 'b']))]).toEqual([['a', WORDS.get('a')]]);
  kept.set('b', WORDS.get('b')!);
  expect([...(await read(['a', 'b']))]).toEqual([...WORDS]);
  expect([...(await read(['b', 'a']))]).toEqual([...WORDS].toReversed());
  expect(asked).toEqual([['a', 'b'], ['b'], []]);
});
