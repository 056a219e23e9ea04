import { expect, test } from 'vitest';
import { refusalText } from './clock-rule-refusals.ts';

test.each([
  ['days.0', '2027-01-01 lies outside 2028', 'Hari ke-1: 2027-01-01 tidak termasuk tahun 2028.'],
  ['days.4', '2027-01-01 stands there twice', 'Hari ke-5: 2027-01-01 tertulis dua kali.'],
  [
    'days',
    '2026-01-02 lies behind: only the national admin changes it',
    '2026-01-02 sudah lewat dan kinerja hari itu sudah dinilai: hanya admin nasional yang dapat mengubahnya.',
  ],
  [
    'days.1',
    '2026-12-03 comes in less than 7 days: an admin above this government enters it',
    'Hari ke-2: 2026-12-03 kurang dari 7 hari lagi: mintalah admin di atas pemerintah daerah ini mengisinya.',
  ],
  [
    'days',
    'are 10 of a year at the most: an admin above this government enters it',
    'Pemerintah daerah menetapkan sendiri paling banyak 10 hari setahun: mintalah admin di atasnya mengisi selebihnya.',
  ],
  ['responseDays', 'is at most complaintDays', 'Tidak boleh lebih lama dari “Pengaduan”.'],
  ['line 3', 'has a day and a kind', 'Baris 3: isinya tanggal dan jenis saja.'],
  ['year', 'is from 2000 to 2100', 'Tahun antara 2000 dan 2100.'],
  ['reason', 'is required', 'Harus diisi.'],
  ['days.1', 'something new', 'something new'],
])('what is refused at %s, "%s", is said in the language of the page', (field, rule, text) => {
  expect(refusalText('id', { field, rule })).toBe(text);
});

test('rules that name no day are known too', () => {
  const rules = [
    'must be a day, yyyy-mm-dd',
    'kind must be holiday or collective_leave',
    'is at most 9 characters',
    'is a whole number from 1 to 365',
    'has a name, a colon and a value',
    'begins with BEGIN:VCALENDAR and ends with END:VCALENDAR',
    'has no END:VEVENT',
    'has a DTSTART',
    'is a whole day, such as 20270131',
    'is given day by day: what repeats is not read',
    'ends after it begins, within 31 days',
    'has no day of 2027',
    'is 2 to 40 small letters, digits, dots and hyphens',
    'was given to another policy already',
    'must lie ahead',
    'is up to five percentages below 100, ascending',
    'is one to six days of the week, 0 (Sunday) to 6',
    'holds for what lies behind too: only the national admin changes it',
    'is the code of a province, a regency or a city, such as 21 or 21.71, or empty for the nation',
  ];
  for (const language of ['id', 'en'] as const)
    for (const rule of rules) expect(refusalText(language, { field: 'area_code', rule })).not.toBe(rule);
});
