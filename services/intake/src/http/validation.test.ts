import { describe, expect, it } from 'vitest';
import { compileValidator, issueOf } from './validation.ts';
import { NewComplaintBody } from './schemas/schemas.ts';

const compiled = compileValidator({ schema: NewComplaintBody, method: 'POST', url: '/', httpPart: 'body' });

/** The broken rules, and what it took to find them: milliseconds of this thread, whatever else the machine does. */
function look(text: string) {
  const data: unknown = JSON.parse(text);
  const before = process.threadCpuUsage();
  const found = compiled(data) as true | { readonly error: Parameters<typeof issueOf>[0][] };
  const { user, system } = process.threadCpuUsage(before);
  const took = (user + system) / 1_000;
  return { took, issues: found === true ? [] : found.error.map((error) => issueOf(error, 'body')) };
}

const MEGABYTE = 1024 * 1024;
const manyKeys = `{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`;
const manyValues = (value: string) =>
  `[${`${value},`.repeat(Math.floor((MEGABYTE - 100) / (value.length + 1)))}${value}]`;

describe('a body of a megabyte', () => {
  it.each([
    ['unknown fields', manyKeys],
    ['unknown fields further down', `{"body":"x","reporter":${manyKeys}}`],
    ['a list for an object', manyValues('1')],
    ['a list for a text', `{"body":${manyValues('{}')}}`],
    ['a deep one', `{"point":${'['.repeat(MEGABYTE / 2)}${']'.repeat(MEGABYTE / 2)}}`],
    ['one long name', `{"body":"x","${'k'.repeat(MEGABYTE)}":1}`],
    ['one long word', `{"body":"x","area":"${'1'.repeat(MEGABYTE)}"}`],
    ['one long address', `{"body":"x","reporter":{"email":"${'a@'.repeat(MEGABYTE / 2)}"}}`],
  ])('is refused in little time and few words: %s', (_what, text) => {
    // The validator for all rules is made with the first body that breaks one.
    look('{}');
    const { took, issues } = look(text);
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues).length).toBeLessThan(5_000);
    expect(took).toBeLessThan(50);
  });
});

it('tells all broken rules of a body somebody wrote, but no more than twenty', () => {
  expect(look('{"title":1,"colour":1}').issues.map(({ field }) => field)).toEqual(
    expect.arrayContaining(['title', 'colour', 'body']),
  );
  const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]));
  expect(look(JSON.stringify(hundred)).issues).toHaveLength(20);
});

it('takes what is right', () => {
  expect(look('{"body":"x","reporter":{"email":"budi@contoh.id"}}').issues).toEqual([]);
  expect(look('{"body":"x","reporter":{"email":"a,b@contoh.id"}}').issues).toMatchObject([
    { field: 'reporter.email' },
  ]);
});
