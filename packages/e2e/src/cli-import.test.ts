import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { SummaryView } from '@lapor/portal';
import { OFFICER_PASSWORD, OFFICERS, VILLAGE } from './city.ts';
import { good } from './city-at-work.ts';
import { runLaporCommand, startLaporCommand } from './cli-run.ts';
import { startPlatform } from './start-platform.ts';
import type { Platform } from './platform.ts';
import { until } from './until.ts';

let platform: Platform;
let folder: string;
beforeAll(async () => {
  platform = await startPlatform({ copyOf: inject('installedCity') });
  folder = mkdtempSync(join(tmpdir(), 'lapor-slips-'));
});
afterAll(async () => {
  await platform.remove();
  rmSync(folder, { recursive: true, force: true });
});

const asClerk = () => ({
  folder,
  env: { LAPOR_URL: platform.url, LAPOR_USER: OFFICERS.clerk, LAPOR_PASSWORD: OFFICER_PASSWORD },
});
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);

const year = new Date().getUTCFullYear();
const received = async () => {
  const query = `from=${year - 1}-01-01&to=${year + 1}-12-31&channel=suggestion_box`;
  return good<SummaryView>(await platform.request('GET', `/api/v1/reports/summary?${query}`), 200).figures
    .received;
};
const receivedIs = (count: number) => {
  let last = 0;
  return until(
    async () => ((last = await received()) === count ? true : undefined),
    () => `counted ${last} slips instead of ${count}`,
  );
};

const BOX = (danger: string) => `\uFEFFisi;tanggal;kategori;wilayah;nama\r
Jalan depan balai rusak, berlubang;31/03/2020;jalan-rusak;${VILLAGE};\r
\r
"Baris pertama\r
baris kedua";2020-03-31;puskesmas;${VILLAGE};Tini\r
Salah kategori;;jalan-rusk;${VILLAGE};\r
Salah hari;31/02/2020;;${VILLAGE};\r
${danger};;;${VILLAGE}\r
;;;${VILLAGE};Tanpa isi\r
Baik kembali;;;${VILLAGE};\r
`;

test('a box as a spreadsheet writes it: wrong lines are named, the others entered, and once only', async () => {
  write('kotak maret.csv', BOX('Sel kurang'));
  const first = await runLaporCommand(['import', 'kotak maret.csv'], asClerk());
  expect(first.code, first.out + first.err).toBe(1);
  const told = first.out.trim().split('\n');
  expect(told).toEqual([
    expect.stringMatching(/^kotak maret\.csv:6: category: /),
    expect.stringMatching(/^kotak maret\.csv:7: foundOn: must be a day/),
    'kotak maret.csv:8: line: has 4 cells, the header 5',
    expect.stringMatching(/^kotak maret\.csv:9: text: /),
    '3 entered, 0 were there already, 4 to mend.',
  ]);
  expect(first.err).toContain('Slips of batch "kotak-maret"');
  expect(first.err).toContain('7/7');
  await receivedIs(3);

  const mended = BOX('Sel cukup')
    .replace('jalan-rusk', 'jalan-rusak')
    .replace('31/02', '29/02')
    .replace('cukup;;;', 'cukup;;;;')
    .replace(`cukup;;;;${VILLAGE}`, `cukup;;;${VILLAGE};`)
    .replace(`\n;;;${VILLAGE};Tanpa isi`, `\nAda isi;;;${VILLAGE};Tanpa isi`);
  write('kotak maret.csv', mended);
  const second = await runLaporCommand(['import', 'kotak maret.csv'], asClerk());
  expect(second).toMatchObject({ code: 0, out: '4 entered, 3 were there already, 0 to mend.\n' });
  const third = await runLaporCommand(['import', 'kotak maret.csv'], asClerk());
  expect(third).toMatchObject({ code: 0, out: '0 entered, 7 were there already, 0 to mend.\n' });
  await receivedIs(7);
});

test('another box under the same name is not taken for the first', async () => {
  write('kotak.csv', `isi,wilayah\nLampu mati,${VILLAGE}\n`);
  expect((await runLaporCommand(['import', 'kotak.csv'], asClerk())).code).toBe(0);
  write('kotak.csv', `isi,wilayah\nSampah menumpuk,${VILLAGE}\n`);
  const other = await runLaporCommand(['import', 'kotak.csv'], asClerk());
  expect(other.code).toBe(1);
  expect(other.out).toContain('kotak.csv:2: line: another slip was entered as line 2 of batch "kotak"');
  expect((await runLaporCommand(['import', 'kotak.csv', '--batch', 'april'], asClerk())).code).toBe(0);
  await receivedIs(9);
});

test('stopped in the middle and run again: complete, nothing twice', async () => {
  const COUNT = 400;
  const lines = Array.from({ length: COUNT }, (_, i) => `Slip nomor ${i} dari kotak besar,${VILLAGE}`);
  write('besar.csv', `isi,wilayah\n${lines.join('\n')}\n`);
  const running = startLaporCommand(['import', 'besar.csv'], asClerk());
  await running.until(`40/${COUNT}`);
  running.interrupt();
  const stopped = await running.ended;
  expect(stopped.code).toBe(130);
  const [, entered = '', left = ''] =
    /^(\d+) entered, 0 were there already, 0 to mend\.\nInterrupted with (\d+) left/.exec(stopped.out) ?? [];
  expect(Number(entered)).toBeGreaterThanOrEqual(40);
  expect(Number(left)).toBeGreaterThan(0);
  expect(Number(entered) + Number(left)).toBe(COUNT);
  await receivedIs(9 + Number(entered));

  const again = await runLaporCommand(['import', 'besar.csv'], asClerk());
  expect(again).toMatchObject({
    code: 0,
    out: `${left} entered, ${entered} were there already, 0 to mend.\n`,
  });
  await receivedIs(9 + COUNT);
});

test('what cannot work at all is said once, and nothing is sent', async () => {
  const run = async (words: readonly string[], env: Record<string, string> = {}) => {
    const { code, err } = await runLaporCommand(words, { folder, env: { ...asClerk().env, ...env } });
    return [code, err.split('\n')[0]];
  };
  write('baik.csv', `isi,wilayah\nSatu,${VILLAGE}\nDua,${VILLAGE}\n`);
  write('latin.csv', Buffer.from('isi\nsatu\ncaf\u00E9\n', 'latin1'));
  write('kolom.csv', 'isi,warna\nSatu,biru\n');
  expect(
    await Promise.all([
      run(['import', 'tidak-ada.csv']),
      run(['import', 'latin.csv']),
      run(['import', 'kolom.csv']),
      run(['import', 'baik.csv'], { LAPOR_PASSWORD: 'salah sama sekali' }),
      run(['import', 'baik.csv', '--user', OFFICERS.leader]),
      run(['import', 'baik.csv', '--url', 'http://127.0.0.1:9']),
      run(['import', 'baik.csv', '--bach', 'x']),
      run(['import', 'baik.csv'], { LAPOR_PASSWORD: '' }),
      run(['impor']),
    ]),
  ).toEqual([
    [2, 'lapor import: there is no file tidak-ada.csv'],
    [1, 'lapor import: latin.csv:3: is not UTF-8: save it as "CSV UTF-8"'],
    [1, 'lapor import: kolom.csv:1: warna: is not a known column'],
    [1, expect.stringMatching(/^lapor import: .*password/)],
    [1, expect.stringContaining('Slips of batch "baik"')],
    [1, 'lapor import: no platform answers at http://127.0.0.1:9: is it running?'],
    [2, expect.stringContaining("Unknown option '--bach'")],
    [2, 'lapor import: LAPOR_PASSWORD (environment) is missing'],
    [2, 'lapor: there is no command "impor"'],
  ]);
  await receivedIs(409);
});
