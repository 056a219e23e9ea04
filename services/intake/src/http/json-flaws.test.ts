import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBrokenText, findRepeatedName } from './json-flaws.ts';

describe('a name given twice', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"secret":true,"body":"x","secret":false}', 'secret'],
    ['{"a":{"b":1,"c":[{"b":1,"b":2}]}}', 'b'],
    ['{"a" : 1 ,\n"\\u0061":2}', 'a'],
    ['{"a\\"b":"\\\\","a\\"b":1}', 'a"b'],
    ['{"":1,"":2}', ''],
  ])('in %s is %j', (text, field) => {
    expect(findRepeatedName(text)).toEqual({ field, rule: expect.any(String) });
  });

  it('is never seen in what was made of an object', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 2), (text, space) => {
        expect(findRepeatedName(JSON.stringify(JSON.parse(text), undefined, space))).toBeUndefined();
      }),
    );
  });

  it('is always seen', () => {
    const name = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(name, fc.jsonValue(), fc.jsonValue(), (key, one, other) => {
        const member = (value: unknown) => `${JSON.stringify(key)}:${JSON.stringify(value)}`;
        expect(findRepeatedName(`{${member(one)},${member(other)}}`)).toBeDefined();
      }),
    );
  });
});

describe('text that is none', () => {
  const find = (text: string) => findBrokenText(text, JSON.parse(text));
  it.each([
    ['{"body":"a\\u0000b"}', 'body'],
    ['{"reporter":{"name":"\\ud83d"}}', 'reporter.name'],
    ['{"evidence":["x","\\uDE00\\uD83D"]}', 'evidence.1'],
  ])('%s: %s', (text, field) => {
    expect(find(text)).toEqual({ field, rule: expect.any(String) });
  });

  it.each(['{"body":"\\ud83d\\ude00"}', '{"body":"😀"}', '{"body":"\\\\u0000"}', '{"body":"\\u000b"}'])(
    '%s is taken',
    (text) => {
      expect(find(text)).toBeUndefined();
    },
  );
});
