import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

const named = fc.constantFrom('a', 'b', 'B', '10', '9', '1a', '', 'é', '\u{1f600}', '__proto__', '-1');
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue(),
    fc.constantFrom(-0, 1e21, 1e-7, 0.1, '\u2028', undefined),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(named, fc.string()), tie('value'), { maxKeys: 5 }),
  ),
})).value;

test('the text is that of the library, and the value what it says', () => {
  fc.assert(
    fc.property(fc.dictionary(named, values), (value) => {
      let expected: string | undefined;
      try {
        expected = canonicalize(value);
      } catch {
        expect(() => canonicalJson(value)).toThrow();
        return;
      }
      const made = canonicalJson(value);
      expect(made.text).toBe(expected);
      expect(made.value).toEqual(JSON.parse(made.text));
    }),
  );
});

test('what only says in JSON what it is goes to the library', () => {
  const value = { at: new Date(0), list: [undefined, { toJSON: () => 7 }], '2': 1, '10': 2, on: true };
  expect(canonicalJson(value).text).toBe(
    '{"10":2,"2":1,"at":"1970-01-01T00:00:00.000Z","list":[null,7],"on":true}',
  );
});

test('what has no JSON form is refused', () => {
  for (const value of [undefined, () => 1, { n: Number.NaN }, { s: '\ud800' }])
    expect(() => canonicalJson(value)).toThrow();
});
