import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { agencyIdFor } from '@lapor/kernel';
import type { OfficerInfo } from '@lapor/portal';
import { ADMIN_PASSWORD, signIn } from './city.ts';
import { good } from './city-at-work.ts';
import { runLaporCommand } from './cli-run.ts';
import { startPlatform } from './start-platform.ts';
import type { Platform } from './platform.ts';

let platform: Platform;
let folder: string;
beforeAll(async () => {
  platform = await startPlatform({ copyOf: inject('installedCity') });
  folder = mkdtempSync(join(tmpdir(), 'lapor-init-'));
});
afterAll(async () => {
  await platform.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A city nobody has entered yet: Tanjungpinang. */
const AREA = '21.72';
const UNITS = `key;name;kind;parent_key;area_code;email
pu;Dinas Pekerjaan Umum;unit;;;pu@pinang.example
dinkes;Dinas Kesehatan;unit;;;
pkm;Puskesmas Mekar Baru;subunit;dinkes;;
`;
const STAFF = `username,name,role,unit_key,email,phone,scope_agency,scope_area
admin.pinang,Ira Admin,agency_admin,,ira@pinang.example,,,
liaison.pu,Budi Jalan,liaison,pu,budi@pinang.example,,,
liaison.pkm,Sari Sehat,liaison,pkm,,0812-7000-0001,,
pengawas.pinang,Tuti Awas,overseer,,,,dinkes,21.72
`;
const RULES = `unit_key,category,area_code,valid_from,valid_to
pu,jalan-rusak,${AREA},2020-01-01,
pkm,puskesmas,${AREA},2020-01-01,
`;

const FILES = ['--units', 'unit.csv', '--officers', 'petugas.csv', '--competence', 'wewenang.csv'];
const init = (...more: readonly string[]) =>
  runLaporCommand(['init', '--area', AREA, ...FILES, '--reason', 'Perwali 7/2026', ...more], {
    folder,
    env: { LAPOR_URL: platform.url, LAPOR_PASSWORD: ADMIN_PASSWORD },
  });
const write = (units: string, staff: string, rules: string) => {
  writeFileSync(join(folder, 'unit.csv'), units);
  writeFileSync(join(folder, 'petugas.csv'), staff);
  writeFileSync(join(folder, 'wewenang.csv'), rules);
};

async function staff(): Promise<readonly OfficerInfo[]> {
  const token = await signIn(platform, 'national');
  const { officers } = good<{ officers: OfficerInfo[] }>(
    await platform.request('GET', `/api/v1/officers?agency=${agencyIdFor(AREA)}`, { token }),
    200,
  );
  return officers;
}

/** All that is known of the city, as the national admin sees it. */
async function city(): Promise<{ agencies: readonly string[]; officers: readonly string[] }> {
  const { agencies } = good<{ agencies: { name: string }[] }>(
    await platform.request('GET', `/api/v1/agencies?area=${AREA}`),
    200,
  );
  return {
    agencies: agencies.map(({ name }) => name).toSorted(),
    officers: (await staff())
      .map(({ username, role, agencyName, scopeAgencyId, scopeArea }) =>
        [username, role, agencyName, ...(role === 'overseer' ? [scopeAgencyId, scopeArea] : [])].join(' '),
      )
      .toSorted(),
  };
}

test('wrong lines are named file, line, field and rule, and then nothing is entered', async () => {
  const before = await city();
  write(
    UNITS.replace(';subunit;dinkes', ';subunit;dinkos'),
    STAFF.replace('liaison,pu', 'penghubung,pu')
      .replace('ira@pinang', 'ira pinang')
      .replace(',dinkes,21.72', ',,'),
    RULES.replace('jalan-rusak', 'jalan-rusk'),
  );
  const { code, out } = await init();
  expect(code).toBe(1);
  expect(out.trim().split('\n')).toEqual([
    expect.stringMatching(/^unit\.csv:4: parent_key: \S/),
    expect.stringMatching(/^petugas\.csv:2: email: \S/),
    expect.stringMatching(/^petugas\.csv:3: role: \S/),
    expect.stringMatching(/^petugas\.csv:5: scope_area: \S/),
    // Lines that name the wrong unit need no mending: its key stands in the file.
    expect.stringMatching(/^wewenang\.csv:2: category: \S/),
    'Nothing was entered: 5 lines to mend.',
  ]);
  expect(await city()).toEqual(before);
});

test('a dry run says what it would do and does nothing', async () => {
  const before = await city();
  write(UNITS, STAFF, RULES);
  const { code, out } = await init('--dry-run');
  expect(code, out).toBe(0);
  expect(out).toBe(
    'Units: 3 would be added, 0 changed.\nOfficers: 4 would be added, 0 changed.\n' +
      'Competence rules: 2 would be added, 0 changed.\nNothing was entered: this was a dry run.\n',
  );
  expect(await city()).toEqual(before);
});

test('the city is entered, works, and a second run changes nothing', async () => {
  write(UNITS, STAFF, RULES);
  const first = await init();
  expect(first.code, first.out).toBe(0);
  expect(first.out).toContain('Officers: 4 were added, 0 changed.');
  const entered = await city();
  expect(entered.officers).toEqual([
    expect.stringMatching(/^admin\.pinang agency_admin .*Tanjung ?pinang/i),
    'liaison.pkm liaison Puskesmas Mekar Baru',
    'liaison.pu liaison Dinas Pekerjaan Umum',
    `pengawas.pinang overseer Pemerintah Kota Tanjung Pinang ${agencyIdFor('21.72/dinkes')} 21.72`,
  ]);
  const [until = ''] = (await staff()).flatMap(({ codeUntil }) => codeUntil ?? []).toSorted();
  const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' });
  expect(first.out).toContain(`They open until ${inWords.format(new Date(until))}.`);
  // What was shown opens the door.
  const [, password = ''] = /^ +liaison\.pu +(\S+)$/m.exec(first.out) ?? [];
  const session = good<{ mustSetPassword: boolean }>(
    await platform.request('POST', '/api/v1/sessions', { body: { username: 'liaison.pu', password } }),
    201,
  );
  expect(session.mustSetPassword).toBe(true);
  const tooEarly = await runLaporCommand(
    ['init', '--area', AREA, ...FILES, '--user', 'liaison.pu', '--reason', 'Coba'],
    {
      folder,
      env: { LAPOR_URL: platform.url, LAPOR_PASSWORD: password },
    },
  );
  expect(tooEarly.code).toBe(1);
  expect(tooEarly.err).toContain(`one-time password: log in at ${platform.url}/masuk first`);
  // And a complaint finds its unit.
  const filed = await platform.request('POST', '/api/v1/complaints', {
    body: { body: 'Jalan rusak di depan kantor.', category: 'jalan-rusak', area: AREA },
    headers: { prefer: 'wait=5' },
  });
  expect(filed.json).toMatchObject({ status: 'assigned', agency: { name: 'Dinas Pekerjaan Umum' } });

  const second = await init();
  expect(second).toMatchObject({
    code: 0,
    out:
      'Units: 0 were added, 0 changed.\nOfficers: 0 were added, 0 changed.\n' +
      'Competence rules: 0 were added, 0 changed.\n',
  });
  expect(await city()).toEqual(entered);

  write(UNITS.replace('Puskesmas Mekar Baru', 'Puskesmas Mekar Sari'), STAFF, RULES);
  expect((await init()).out).toContain('Units: 0 were added, 1 changed.');
  expect((await city()).officers).toContain('liaison.pkm liaison Puskesmas Mekar Sari');
});

test('what it needs is asked for', async () => {
  const fresh = await runLaporCommand(['init', '--units', 'unit.csv'], { folder });
  expect([fresh.code, fresh.err.split('\n')[0]]).toEqual([2, 'lapor init: --area is missing']);
  const nothing = await runLaporCommand(['init', '--area', AREA], { folder });
  expect(nothing.err).toContain('--units, --officers or --competence is missing');
  const unsaid = await runLaporCommand(['init', '--area', AREA, ...FILES], { folder });
  expect(unsaid.err).toContain('--reason is missing');
  const help = await runLaporCommand(['init', '--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  expect(help.out).toContain('--dry-run');
  const wrong = await runLaporCommand(['init', '--area', '21.7', ...FILES, '--reason', 'Perwali'], {
    folder,
    env: { LAPOR_URL: platform.url, LAPOR_PASSWORD: ADMIN_PASSWORD },
  });
  expect(wrong.code).toBe(1);
  expect(wrong.err).toMatch(/area/);
});
