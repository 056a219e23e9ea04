import { expect, it } from 'vitest';
import { withOwnNumber } from './own-number.ts';

const [MASTER, OWN] = ['8543670Y1G', 'S0QVWMJH6M'];

it.each([
  ['Laporan 8543-670-Y1G sudah ditangani.', 'Laporan S0QV-WMJ-H6M sudah ditangani.'],
  ['laporan 8543670y1g, 8543 67O YLG', 'laporan S0QVWMJH6M, S0QV-WMJ-H6M'],
  ['(8543–670–Y1G)', '(S0QV-WMJ-H6M)'],
  ['Surat 18543670Y1G dan 8543-670', 'Surat 18543670Y1G dan 8543-670'],
  ['Lubang sudah ditambal.', 'Lubang sudah ditambal.'],
])('%s', (written, said) => {
  expect(withOwnNumber(written, MASTER, OWN)).toBe(said);
});
