import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeDocument, encodeDocument } from './document-codec.ts';

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(null, true, false, '"$~d"', '$~b'),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.string({ unit: 'grapheme' }),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== '__proto__' && !name.startsWith('$')),
      tie('value'),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
}));

test('a document comes back as it was, and the one given is left alone', () => {
  fc.assert(
    fc.property(value, (content) => {
      const document = { _id: 'a', content };
      const before = JSON.stringify(document);
      expect(decodeDocument(encodeDocument(document))).toEqual(document);
      expect(encodeDocument(document)).toBe(encodeDocument(decodeDocument(encodeDocument(document))));
      expect(JSON.stringify(document)).toBe(before);
    }),
  );
});
