import { Role } from '@lapor/contracts/common/v1/common';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BATAM,
  BATAM_ADMIN,
  BATAM_PATH,
  NATIONAL_ADMIN,
  NOBODY,
  ROOT,
  SERVICE,
  startTestDirectory,
} from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory({});
});
afterAll(() => test.platform.stop());

const units = `key,name,kind,parent_key,area_code
dlh,Dinas Lingkungan Hidup,unit,,
uptd-sampah,UPTD Persampahan,subunit,dlh,
dbmsda,Dinas Bina Marga dan Sumber Daya Air,unit,,
kec-sekupang,Kecamatan Sekupang,unit,,21.71.05
`;
const officers = `username,name,role,unit_key,email,phone
admin.batam,Intan Nababan,agency_admin,,intan@batam.example,
dlh.batam,Yoga Sitompul,liaison,dlh,yoga@batam.example,
jalan.batam,Hendra,liaison,dbmsda,,
`;
const competence = `unit_key,category,area_code,valid_from,valid_to
dlh,sampah,,2020-01-01,
dbmsda,jalan-rusak,,2020-01-01,
uptd-sampah,sampah,21.71.05,2020-01-01,
`;
const batam = { areaCode: '21.71', unitsCsv: units, officersCsv: officers, competenceCsv: competence };
const DLH = agencyIdFor('21.71/dlh');

const NOTHING = {
  issues: [],
  unitsAdded: 0,
  unitsChanged: 0,
  officersAdded: 0,
  officersChanged: 0,
  rulesAdded: 0,
  rulesChanged: 0,
  oneTimePasswords: [],
};
const EVERYTHING = { ...NOTHING, unitsAdded: 4, officersAdded: 3, rulesAdded: 3 };

const reason = 'Perwali 1/2020';
const bring = (request: Partial<typeof batam> & Record<string, unknown>, caller = NATIONAL_ADMIN) =>
  test.directory.importGovernment({ ...batam, reason, ...request }, caller);
const competent = (request: Record<string, unknown>) => test.directory.resolveCompetence(request, NOBODY);
const signIn = (username: string, password: string) =>
  test.directory.createSession({ username, password }, NOBODY);

describe('a government', () => {
  it('is tried first, without a trace', async () => {
    expect(await bring({ dryRun: true })).toMatchObject(EVERYTHING);
    expect(await bring({ dryRun: true })).toMatchObject(EVERYTHING);
    expect((await test.directory.getAgency({ agencyId: BATAM })).agency?.onboarded).toBe(false);
    await expect(test.directory.getAgency({ agencyId: DLH })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is not brought in while a line is wrong, and every wrong line is named', async () => {
    const result = await bring({
      unitsCsv: `${units}dlh,Twice,unit,,\n`,
      officersCsv: `${officers}x,Y,king,nowhere,,\n`,
      competenceCsv: `${competence}dlh,no-such-thing,,2020-01-01,\n`,
    });
    const named = result.issues.map(({ file, line, field }) => `${file}:${line}:${field}`);
    expect(named).toEqual(
      expect.arrayContaining([
        'units:6:key',
        'officers:5:role',
        'officers:5:unit_key',
        'competence:5:category',
      ]),
    );
    await expect(test.directory.getAgency({ agencyId: DLH })).rejects.toMatchObject({ code: 'not_found' });
    await expect(signIn('admin.batam', 'x')).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('comes in with its units, officers and competence', async () => {
    const { oneTimePasswords, ...counts } = await bring({});
    expect(counts).toMatchObject({ unitsAdded: 4, officersAdded: 3, rulesAdded: 3, issues: [] });
    expect(oneTimePasswords.map(({ username }) => username)).toEqual([
      'admin.batam',
      'dlh.batam',
      'jalan.batam',
    ]);
    for (const { username, password } of oneTimePasswords) {
      expect(await signIn(username, password)).toMatchObject({ mustSetPassword: true });
    }
    const { agency } = await test.directory.getAgency({ agencyId: DLH });
    expect(agency).toMatchObject({
      path: [...BATAM_PATH, DLH],
      kind: 'unit',
      onboarded: true,
      areaCode: '21.71',
    });
    const { agencies } = await test.directory.listAgencies({ parentId: BATAM, subtree: true });
    expect(agencies.filter(({ onboarded }) => onboarded).map(({ name }) => name)).toEqual([
      'Dinas Bina Marga dan Sumber Daya Air',
      'Dinas Lingkungan Hidup',
    ]);
    expect((await test.directory.getAgency({ agencyId: BATAM })).agency?.onboarded).toBe(true);
  });

  it('is found competent from then on', async () => {
    const waste = { categoryCode: 'sampah', areaCode: '21.71.04.1001' };
    expect(await competent(waste)).toMatchObject({
      agency: { agencyId: DLH },
      via: 'competence',
      admin: { agencyId: BATAM },
      triageReason: '',
      reportedAgencyId: '',
    });
    // About somebody in that office: held by the tier above, and the office is named so that it never sees it.
    expect(await competent({ ...waste, protected: true })).toMatchObject({
      agency: { agencyId: BATAM },
      reportedAgencyId: DLH,
      admin: { agencyId: ROOT },
    });
    // The smaller area wins; a unit without officers of its own is served by its admin.
    expect(await competent({ ...waste, areaCode: '21.71.05.1001' })).toMatchObject({
      agency: { agencyId: agencyIdFor('21.71/uptd-sampah') },
      admin: { agencyId: DLH },
    });
    expect(await competent({ categoryCode: 'lampu-jalan', areaCode: '21.71' })).toMatchObject({
      triageReason: 'no_rule',
      admin: { agencyId: BATAM },
    });
  });

  it('brought in again changes nothing, writes nothing, and survives a restart', async () => {
    const events = test.platform.client('directory', EventsService);
    const before = await events.getEvents({ aggregateId: DLH, fromPubSeq: 1 }, SERVICE);
    expect(await bring({})).toMatchObject(NOTHING);
    await test.platform.restart();
    expect(await bring({}, BATAM_ADMIN)).toMatchObject(NOTHING);
    const after = await test.platform
      .client('directory', EventsService)
      .getEvents({ aggregateId: DLH, fromPubSeq: 1 }, SERVICE);
    expect(after).toEqual(before);
    expect(await competent({ categoryCode: 'sampah', areaCode: '21.71' })).toMatchObject({
      agency: { agencyId: DLH },
    });
  });

  it('changes what has changed and nothing else', async () => {
    const changed = await bring({
      unitsCsv: units.replace('UPTD Persampahan,subunit,dlh', 'UPTD Kebersihan,subunit,dbmsda'),
      officersCsv: officers.replace('Hendra', 'Hendra Handayani'),
      competenceCsv: competence.replace('dlh,sampah,,2020-01-01', 'dbmsda,sampah,,2024-05-01'),
    });
    expect(changed).toMatchObject({
      ...NOTHING,
      unitsChanged: 1,
      officersChanged: 1,
      rulesAdded: 1,
      // The rule before it ends the day before: two in force would send all of it to triage.
      rulesChanged: 1,
    });
    const { agency } = await test.directory.getAgency({ agencyId: agencyIdFor('21.71/uptd-sampah') });
    expect(agency).toMatchObject({ name: 'UPTD Kebersihan', parentId: agencyIdFor('21.71/dbmsda') });
    expect(await competent({ categoryCode: 'sampah', areaCode: '21.71' })).toMatchObject({
      agency: { agencyId: agencyIdFor('21.71/dbmsda') },
    });
    const { officers: listed } = await test.directory.listOfficers({ agencyId: BATAM }, BATAM_ADMIN);
    expect(listed.map(({ name }) => name)).toContain('Hendra Handayani');
  });

  it('takes inspectors into an inspectorate of the body alone, and what is one stays one', async () => {
    const header = 'username,name,role,unit_key\n';
    const unitsWith = (line: string) => `${units}${line}\n`;
    const own = unitsWith('inspektorat,Inspektorat Daerah,inspectorate,,');
    for (const [unitsCsv, at] of [
      [own, 'dlh'],
      [own, 'uptd-sampah'],
      [own, ''],
      [unitsWith('inspektorat,Inspektorat Dinas,inspectorate,dlh,'), 'inspektorat'],
    ] as const) {
      const officersCsv = `${header}mata.batam,Mata,inspectorate,${at}\n`;
      const { issues } = await bring({ unitsCsv, officersCsv }, NATIONAL_ADMIN);
      expect(issues).toMatchObject([{ file: 'officers', line: 2, field: 'role' }]);
      const { officers: listed } = await test.directory.listOfficers({}, BATAM_ADMIN);
      expect(listed.map(({ username }) => username)).not.toContain('mata.batam');
    }
    const officersCsv = `${header}mata.batam,Mata,inspectorate,inspektorat\n`;
    // Whom it inspects makes neither it nor an inspector.
    const byBody = await bring({ unitsCsv: own, officersCsv }, BATAM_ADMIN);
    expect(byBody.issues).toMatchObject([
      { file: 'units', line: 6, field: 'kind' },
      { file: 'officers', line: 2, field: 'username' },
    ]);
    const taken = await bring({ unitsCsv: own, officersCsv }, NATIONAL_ADMIN);
    expect(taken).toMatchObject({ issues: [], officersAdded: 1 });
    for (const [line, field] of [
      ['inspektorat,Inspektorat Daerah,unit,,', 'kind'],
      ['inspektorat,Inspektorat Daerah,inspectorate,dlh,', 'parent_key'],
    ] as const) {
      const { issues } = await bring({ unitsCsv: unitsWith(line), officersCsv: header }, NATIONAL_ADMIN);
      expect(issues).toMatchObject([{ file: 'units', line: 6, field }]);
    }
    // Named as they are, the body brings them in; changed or one more, it does not.
    expect((await bring({ unitsCsv: own, officersCsv }, BATAM_ADMIN)).issues).toEqual([]);
    for (const lines of [
      'mata.batam,Mata,inspectorate,inspektorat,lain@x.example',
      'mata.dua,Dua,clerk,inspektorat,',
    ])
      expect(
        (
          await bring(
            { unitsCsv: own, officersCsv: `username,name,role,unit_key,email\n${lines}\n` },
            BATAM_ADMIN,
          )
        ).issues,
      ).toMatchObject([{ file: 'officers', line: 2, field: 'username' }]);
    const second = unitsWith('inspektorat2,Inspektorat Dua,inspectorate,,');
    expect((await bring({ unitsCsv: second }, NATIONAL_ADMIN)).issues).toMatchObject([
      { file: 'units', line: 6, field: 'kind', rule: expect.stringContaining('one inspectorate') },
    ]);
  });

  it('leaves a body its last admin', async () => {
    const officersCsv = (...lines: readonly string[]) => ['username,name,role,unit_key', ...lines].join('\n');
    const demoted = 'admin.batam,Intan Nababan,liaison,';
    expect((await bring({ officersCsv: officersCsv(demoted) }, BATAM_ADMIN)).issues).toMatchObject([
      { file: 'officers', line: 2, field: 'role', rule: expect.stringContaining('last admin') },
    ]);
    const handedOn = officersCsv(demoted, 'kepala.baru,Kepala Baru,agency_admin,');
    expect(await bring({ officersCsv: handedOn }, BATAM_ADMIN)).toMatchObject({
      issues: [],
      officersAdded: 1,
      officersChanged: 1,
    });
  });

  it('takes overseers from the national admin, with what they look over, and changes that when the file does', async () => {
    const header = 'username,name,role,unit_key,scope_agency,scope_area\n';
    const overseers = (scope: string) => `${header}pengawas.dlh,Ana,overseer,dlh,${scope}\n`;
    const of = async () => {
      const { officers: listed } = await test.directory.listOfficers({ agencyId: BATAM }, NATIONAL_ADMIN);
      const [found] = listed.filter(({ username }) => username === 'pengawas.dlh');
      return found && [found.role, found.scopeAgencyId, found.scopeAreaCode];
    };
    const first = { officersCsv: overseers('dlh,21.71.10') };
    const refused = await bring(first, BATAM_ADMIN);
    expect(refused.issues).toMatchObject([{ file: 'officers', line: 2, field: 'role' }]);
    expect(await bring({ ...first, dryRun: true })).toMatchObject({ officersAdded: 1, issues: [] });
    expect(await of()).toBeUndefined();
    expect(await bring(first)).toMatchObject({ officersAdded: 1, issues: [] });
    expect(await of()).toEqual([Role.OVERSEER, DLH, '21.71.10']);
    expect(await bring(first)).toMatchObject({ officersAdded: 0, officersChanged: 0 });
    // Whoever brings files in for one government takes no overseer's account over.
    const taken = await bring({ officersCsv: `${header}pengawas.dlh,Ana,liaison,dlh,,\n` }, BATAM_ADMIN);
    expect(taken.issues).toMatchObject([{ file: 'officers', line: 2, field: 'username' }]);
    expect(await bring({ officersCsv: overseers(',21') })).toMatchObject({ officersChanged: 1 });
    expect(await of()).toEqual([Role.OVERSEER, '', '21']);
    const liaison = { officersCsv: `${header}pengawas.dlh,Ana,liaison,dlh,,\n` };
    expect(await bring(liaison)).toMatchObject({ officersChanged: 1, issues: [] });
    expect(await of()).toEqual([Role.LIAISON, '', '']);
    expect(await bring(liaison)).toMatchObject({ officersChanged: 0 });
  });

  it('takes no user name of another government', async () => {
    const result = await test.directory.importGovernment(
      { areaCode: '21.72', unitsCsv: '', officersCsv: officers, reason },
      NATIONAL_ADMIN,
    );
    const rule = 'is taken by an officer of another government';
    expect(result.issues.filter((issue) => issue.rule === rule).map(({ line }) => line)).toContain(2);
    expect(result.officersAdded).toBe(0);
  });
});

describe('a second body on the same ground', () => {
  const request = {
    areaCode: '21.71',
    bodyKey: 'bp-batam',
    bodyName: 'Badan Pengusahaan Batam',
    unitsCsv: 'key,name,kind\nlahan,Direktorat Pertanahan,unit\n',
    officersCsv: 'username,name,role,unit_key\nadmin.bp,Fitri,agency_admin,\nlahan.bp,Taufik,liaison,lahan\n',
    competenceCsv: 'unit_key,category,valid_from\nlahan,sengketa-tanah,2020-01-01\n',
    initialPassword: 'kata sandi percobaan',
    reason,
  };

  it('stands beside the government, not below it', async () => {
    expect(await test.directory.importGovernment(request, NATIONAL_ADMIN)).toMatchObject({
      ...NOTHING,
      unitsAdded: 1,
      officersAdded: 2,
      rulesAdded: 1,
    });
    const { agencies } = await test.directory.listAgencies({ areaCode: '21.71' });
    expect(agencies.map(({ name, kind, onboarded }) => [name, kind, onboarded])).toEqual([
      ['Pemerintah Kota Batam', 'city', true],
      ['Badan Pengusahaan Batam', 'authority', true],
    ]);
    expect(await competent({ categoryCode: 'sengketa-tanah', areaCode: '21.71' })).toMatchObject({
      agency: { agencyId: agencyIdFor('bp-batam/lahan') },
      admin: { agencyId: agencyIdFor('bp-batam') },
    });
    expect(await test.directory.importGovernment(request, NATIONAL_ADMIN)).toMatchObject(NOTHING);
  });

  it('starts with the given password, where one was given', async () => {
    const session = await signIn('lahan.bp', request.initialPassword);
    expect(session).toMatchObject({ mustSetPassword: false, officer: { role: Role.LIAISON } });
    const { officers: listed } = await test.directory.listOfficers(
      { agencyId: agencyIdFor('bp-batam') },
      SERVICE,
    );
    expect(listed.map(({ username, status }) => [username, status])).toEqual([
      ['admin.bp', 'invited'],
      ['lahan.bp', 'active'],
    ]);
  });

  it.each([
    ['area_code', { areaCode: 'Batam' }],
    ['area_code', { areaCode: '21.71.01' }],
    ['body_key', { bodyKey: 'BP Batam' }],
    ['body_key', { areaCode: '21.72' }],
    ['body_name', { bodyKey: 'new-one', bodyName: ' ' }],
    ['initial_password', { initialPassword: 'short' }],
    ['reason', { reason: ' ' }],
  ])('is refused with a wrong %s', async (field, wrong) => {
    const refused = expect(test.directory.importGovernment({ ...request, ...wrong }, NATIONAL_ADMIN)).rejects;
    await refused.toMatchObject({ code: 'invalid', issues: [{ field }] });
  });

  it('is founded by the national admin alone', async () => {
    const founded = { ...request, bodyKey: 'bp-lain', bodyName: 'BP Lain' };
    const refused = { code: 'forbidden' };
    await expect(test.directory.importGovernment(founded, BATAM_ADMIN)).rejects.toMatchObject(refused);
    await expect(test.directory.importGovernment(request, BATAM_ADMIN)).rejects.toMatchObject(refused);
  });
});
