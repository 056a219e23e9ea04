import { expect, it } from 'vitest';
import { isEmail } from './email.ts';

it.each([
  'budi@contoh.id',
  'budi.s+lapor@surel.contoh.co.id',
  'siti_1@kantor-pos.example',
  'ñandú@correo.example',
])('%j is an address', (text) => expect(isEmail(text)).toBe(true));

it.each([
  ['a list', 'a@contoh.id,b@contoh.id'],
  ['a list with semicolons', 'a;b@contoh.id'],
  ['a second one behind', 'a@contoh.id;b@contoh.id'],
  ['a name before it', 'Budi <a@contoh.id>'],
  ['angles', '<a@contoh.id>'],
  ['a group', 'tim:a@contoh.id'],
  ['a quoted part', '"a"@contoh.id'],
  ['a header', 'a@contoh.id\r\nBcc: b@contoh.id'],
  ['a space', 'a b@contoh.id'],
  ['a zero byte', 'a\u0000@contoh.id'],
  ['a direction mark', 'a\u202E@contoh.id'],
  ['a control character in the domain', 'a@contoh\u0007.id'],
  ['no domain', 'a@'],
  ['one label', 'a@localhost'],
  ['an empty label', 'a@contoh..id'],
  ['a number in brackets', 'a@[192.0.2.1]'],
  ['255 characters', `${'a'.repeat(244)}@contoh.idx`],
])('%s is none', (_what, text) => expect(isEmail(text)).toBe(false));

it('decides about a long text at once', () => {
  const before = process.threadCpuUsage();
  expect(isEmail(`${'a.'.repeat(100)}@${'a.'.repeat(20)}`)).toBe(false);
  expect(isEmail('a@'.repeat(500_000))).toBe(false);
  expect(process.threadCpuUsage(before).user).toBeLessThan(50_000);
});
