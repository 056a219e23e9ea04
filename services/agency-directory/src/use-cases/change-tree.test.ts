import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Role } from '@lapor/contracts/common/v1/common';
import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BATAM,
  BATAM_ADMIN,
  BATAM_PATH,
  NATIONAL_ADMIN,
  NOBODY,
  officer,
  ROOT,
  SERVICE,
  startTestDirectory,
  TANJUNGPINANG,
} from '../fixtures/test-directory.ts';
import { LAST_RELEASER_RULE } from '../domain/officer/second-eyes.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

let test: TestDirectory;
const unit = (key: string) => agencyIdFor(`21.71/${key}`);
const PASSWORD = 'sandi contoh panjang 9';

beforeAll(async () => {
  test = await startTestDirectory({});
  const { issues } = await test.directory.importGovernment(
    {
      areaCode: '21.71',
      reason: 'Perwali 1/2020',
      unitsCsv: [
        'key,name,kind,parent_key',
        ...['pu', 'bina-marga', 'dinkes', 'air'].map((key) => `${key},Dinas ${key},unit,`),
        'puskesmas,Puskesmas,subunit,dinkes',
        'posyandu,Posyandu,subunit,puskesmas',
        'inspektorat,Inspektorat,inspectorate,',
      ].join('\n'),
      officersCsv: [
        'username,name,role,unit_key,email,phone',
        'admin.batam,Admin Batam,agency_admin,,admin@batam.example,',
        'petugas.pu,Wahyu,liaison,pu,pu@batam.example,',
        'admin.pu,Sari,agency_admin,pu,sari@batam.example,',
        'petugas.air,Budi,liaison,air,air@batam.example,',
        'petugas.marga,Edi,liaison,bina-marga,marga@batam.example,',
        'kepala.marga,Rani,supervisor,bina-marga,rani@batam.example,',
      ].join('\n'),
      competenceCsv: [
        'unit_key,category,area_code,valid_from,valid_to',
        'pu,jalan-rusak,21.71,2020-01-01,',
        'pu,drainase,21.71,2020-01-01,2021-01-01',
        'air,air-bersih,21.71,2020-01-01,',
      ].join('\n'),
      initialPassword: PASSWORD,
    },
    NATIONAL_ADMIN,
  );
  expect(issues).toEqual([]);
});
afterAll(() => test.platform.stop());

type Change = NonNullable<Parameters<TestDirectory['directory']['changeAgency']>[0]['change']>;
const change = (what: Change, caller = BATAM_ADMIN, more: { reason?: string; commandId?: string } = {}) =>
  test.directory.changeAgency({ change: what, reason: 'Perda 1/2024', ...more }, caller);
const fourEyes = (agencyId: string, wanted: boolean, caller = BATAM_ADMIN) =>
  change({ case: 'fourEyes', value: { agencyId, wanted } }, caller);
const move = (key: string, parentId: string, caller = BATAM_ADMIN) =>
  change({ case: 'move', value: { agencyId: unit(key), parentId } }, caller);
const close = (key: string, successor = '', keepOfficers = false, caller = BATAM_ADMIN) =>
  change(
    {
      case: 'close',
      value: { agencyId: unit(key), successorId: successor && unit(successor), keepOfficers },
    },
    caller,
  );
const agency = async (key: string) =>
  (await test.directory.getAgency({ agencyId: unit(key) }, NOBODY)).agency;
const changes = async (agencyId: string, caller = BATAM_ADMIN) =>
  (await test.directory.listAgencyChanges({ agencyId }, caller)).changes;
const resolve = async (categoryCode: string, declaredAgencyId = '') =>
  (
    await test.directory.resolveCompetence(
      { categoryCode, declaredAgencyId, areaCode: '21.71', protected: false },
      SERVICE,
    )
  ).agency?.agencyId;
const signIn = (username: string) => test.directory.createSession({ username, password: PASSWORD }, NOBODY);

const register = (key: string, more: object = {}) =>
  ({
    case: 'register',
    value: { parentId: BATAM, key, name: 'Dinas Pasar', kind: 'unit', ...more },
  }) as const;

describe('a new unit', () => {
  it('has the id an import would give it, and lies where it was put', async () => {
    const made = (await change(register('pasar'), BATAM_ADMIN, { commandId: 'satu' })).agency;
    expect(made).toMatchObject({
      agencyId: unit('pasar'),
      name: 'Dinas Pasar',
      parentId: BATAM,
      active: true,
    });
    expect(made?.path).toEqual([...BATAM_PATH, unit('pasar')]);
    expect(made).toMatchObject({ areaCode: '21.71', timeZone: 'Asia/Jakarta', onboarded: false });
  });

  it('asked for again by the same command is the same; with other words it is refused', async () => {
    const again = await change(register('pasar'), BATAM_ADMIN, { commandId: 'satu' });
    expect(again.agency?.agencyId).toBe(unit('pasar'));
    const other = change(register('pasar', { name: 'Lain' }), BATAM_ADMIN, { commandId: 'satu' });
    await expect(other).rejects.toMatchObject({ code: 'unprocessable' });
    expect((await changes(BATAM)).filter(({ what }) => what === 'registered')).toHaveLength(1);
  });

  it.each([
    ['a key that is taken', register('dinkes'), 'key'],
    ['a key of another form', register('Dinas Pasar'), 'key'],
    ['no name', register('x', { name: ' ' }), 'name'],
    ['a kind there is not', register('x', { kind: 'dinas' }), 'kind'],
    ['an area there is not', register('x', { areaCode: '99.99' }), 'areaCode'],
  ])('is refused with %s', async (_, what, field) => {
    await expect(change(what)).rejects.toMatchObject({ code: 'invalid', issues: [{ field }] });
  });

  it('needs a reason', async () => {
    const without = change(register('tanpa'), BATAM_ADMIN, { reason: ' ' });
    await expect(without).rejects.toMatchObject({ code: 'invalid', issues: [{ field: 'reason' }] });
    await expect(agency('tanpa')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a new government', () => {
  const province = agencyIdFor('21');
  const found = (areaCode: string, kind = 'city', key = 'kota-baru', commandId = '') =>
    change(register(key, { parentId: province, kind, areaCode, name: 'Kota Baru' }), NATIONAL_ADMIN, {
      commandId,
    });

  it.each([
    ['an area that has one', '21.72', 'city'],
    ['an area that has one of another kind', '21.71', 'regency'],
    ['a district', '21.71.05', 'city'],
    ['a province', '21', 'regency'],
    ['no area of its own', '', 'city'],
  ])('is not that of %s', (_what, areaCode, kind) =>
    expect(found(areaCode, kind)).rejects.toMatchObject({ code: 'invalid', issues: [{ field: 'areaCode' }] }),
  );

  it('goes on where one of before was closed', async () => {
    const value = { agencyId: TANJUNGPINANG, successorId: BATAM, keepOfficers: false };
    await change({ case: 'close', value }, NATIONAL_ADMIN);
    const { agency: made } = await found('21.72', 'city', 'kota-baru', 'sekali');
    // Its answer was lost.
    expect((await found('21.72', 'city', 'kota-baru', 'sekali')).agency).toEqual(made);
    expect(made).toMatchObject({ kind: 'city', areaCode: '21.72', active: true });
    expect(made?.agencyId).not.toBe(TANJUNGPINANG);
    const files = { areaCode: '21.72', unitsCsv: 'key,name,kind\npu,Dinas PU,unit', reason: 'UU 2/2024' };
    const closed = { code: 'invalid', issues: [{ field: 'area_code' }] };
    await expect(test.directory.importGovernment(files, NATIONAL_ADMIN)).rejects.toMatchObject(closed);
    const byKey = { ...files, bodyKey: 'kota-baru', bodyName: 'Kota Baru' };
    expect(await test.directory.importGovernment(byKey, NATIONAL_ADMIN)).toMatchObject({
      unitsAdded: 1,
      issues: [],
    });
    const here = { categoryCode: 'jalan-rusak', areaCode: '21.72' };
    expect((await test.directory.resolveCompetence(here, SERVICE)).admin?.agencyId).toBe(ROOT);
  });
});

describe('who may', () => {
  const puAdmin = officer(Role.AGENCY_ADMIN, [...BATAM_PATH, unit('pu')]);
  it('is an admin of the part of the tree that is changed', async () => {
    await expect(move('air', unit('pu'), puAdmin)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(move('air', TANJUNGPINANG)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(close('pu', 'air', false, puAdmin)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(close('pu', '', false, NOBODY)).rejects.toMatchObject({ code: 'unauthenticated' });
    const liaison = officer(Role.LIAISON, BATAM_PATH);
    await expect(move('air', unit('pu'), liaison)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(changes(unit('air'), puAdmin)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is the national admin alone for a body, and nobody for the root', async () => {
    const batam = { case: 'close', value: { agencyId: BATAM, successorId: TANJUNGPINANG } } as const;
    await expect(change(batam)).rejects.toMatchObject({ code: 'forbidden' });
    const root = { case: 'rename', value: { agencyId: ROOT, name: 'Negeri' } } as const;
    await expect(change(root, NATIONAL_ADMIN)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a move', () => {
  it('takes along all that is below, and their officers, with who and why', async () => {
    await move('puskesmas', unit('pu'));
    expect((await agency('puskesmas'))?.path).toEqual([...BATAM_PATH, unit('pu'), unit('puskesmas')]);
    expect((await agency('posyandu'))?.path).toEqual([
      ...BATAM_PATH,
      unit('pu'),
      unit('puskesmas'),
      unit('posyandu'),
    ]);
    const [last] = await changes(unit('puskesmas'));
    expect(last).toMatchObject({
      what: 'moved',
      toName: 'Dinas pu',
      reason: 'Perda 1/2024',
      officerId: 'somebody',
    });
    // Those who had it before, and those who have it now, read of it.
    for (const key of ['dinkes', 'pu']) expect((await changes(unit(key)))[0]?.what).toBe('moved');
    expect(await changes(unit('air'))).toEqual([]);
  });

  it('never makes a circle, also when two are made at once', async () => {
    await expect(move('pu', unit('posyandu'))).rejects.toMatchObject({ issues: [{ field: 'parentId' }] });
    await expect(move('pu', unit('pu'))).rejects.toMatchObject({ issues: [{ field: 'parentId' }] });
    const both = await Promise.allSettled([move('air', unit('bina-marga')), move('bina-marga', unit('air'))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const paths = [(await agency('air'))?.path, (await agency('bina-marga'))?.path];
    expect(new Set(paths.map((path) => path?.length))).toEqual(new Set([4, 5]));
    const nested = (await agency('air'))?.path.length === 5 ? 'air' : 'bina-marga';
    await move(nested, BATAM);
  });

  it('of an inspectorate is not made', async () => {
    await expect(move('inspektorat', unit('pu'))).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('an inspectorate', () => {
  const inspectorate = (key: string) => register(key, { kind: 'inspectorate' });
  it('is made, changed and ended above the body that it inspects, one for each', async () => {
    const forbidden = { code: 'forbidden' };
    await expect(change(inspectorate('itwil'), BATAM_ADMIN)).rejects.toMatchObject(forbidden);
    await expect(close('inspektorat', '', false, BATAM_ADMIN)).rejects.toMatchObject(forbidden);
    const rename = { case: 'rename', value: { agencyId: unit('inspektorat'), name: 'Lain' } } as const;
    await expect(change(rename, BATAM_ADMIN)).rejects.toMatchObject(forbidden);
    const eyes = { case: 'fourEyes', value: { agencyId: unit('inspektorat'), wanted: true } } as const;
    await expect(change(eyes, BATAM_ADMIN)).rejects.toMatchObject(forbidden);
    await expect(change(inspectorate('itwil'), NATIONAL_ADMIN)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ field: 'kind', rule: expect.stringContaining('one inspectorate') }],
    });
    const below = register('x', { kind: 'inspectorate', parentId: unit('pu') });
    await expect(change(below, NATIONAL_ADMIN)).rejects.toMatchObject({ issues: [{ field: 'kind' }] });
    await expect(close('inspektorat', 'bina-marga', false, NATIONAL_ADMIN)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ field: 'successorId' }],
    });
    const province = officer(Role.AGENCY_ADMIN, BATAM_PATH.slice(0, 2));
    await close('inspektorat', '', false, province);
    expect(await agency('inspektorat')).toMatchObject({ active: false });
    await change(inspectorate('itwil'), province);
    expect(await agency('itwil')).toMatchObject({ active: true, kind: 'inspectorate' });
  });
});

describe('a merger', () => {
  it('hands on cases’ way, rows of the table, officers and units; keys end', async () => {
    const { token } = await signIn('admin.pu');
    const { key } = await test.directory.createAgencyKey(
      { agencyId: unit('pu'), label: 'e-office', reason: 'SPBE 4/2024' },
      BATAM_ADMIN,
    );
    expect(await resolve('jalan-rusak')).toBe(unit('pu'));
    await close('pu', 'bina-marga', true);

    expect(await agency('pu')).toMatchObject({ active: false, successorId: unit('bina-marga') });
    expect(await resolve('jalan-rusak')).toBe(unit('bina-marga'));
    // Whoever names the old one reaches the new one.
    expect(await resolve('', unit('pu'))).toBe(unit('bina-marga'));
    expect((await agency('posyandu'))?.path).toEqual([
      ...BATAM_PATH,
      unit('bina-marga'),
      unit('puskesmas'),
      unit('posyandu'),
    ]);
    const { caller } = await test.directory.resolveSession({ token }, NOBODY);
    expect(caller).toMatchObject({ role: Role.LIAISON, agencyId: unit('bina-marga') });
    await expect(test.directory.resolveAgencyKey({ key }, SERVICE)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    const { agencies } = await test.directory.listAgencies({ parentId: BATAM }, NOBODY);
    expect(agencies.map(({ agencyId }) => agencyId)).not.toContain(unit('pu'));
    expect((await changes(BATAM))[0]).toMatchObject({
      what: 'merged',
      agencyName: 'Dinas pu',
      toName: 'Dinas bina-marga',
    });
  });

  it('is for good: nothing more is given to it, nobody invited, and no file opens it again', async () => {
    await expect(move('pu', unit('air'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(close('dinkes', 'pu')).rejects.toMatchObject({ issues: [{ field: 'successorId' }] });
    const invited = test.directory.inviteOfficer(
      { username: 'baru.pu', name: 'Baru', role: Role.LIAISON, agencyId: unit('pu'), reason: 'Petugas baru' },
      BATAM_ADMIN,
    );
    await expect(invited).rejects.toMatchObject({ issues: [{ field: 'agencyId' }] });
    const unitsCsv = 'key,name,kind\npu,Dinas pu,unit';
    const { issues } = await test.directory.importGovernment(
      { areaCode: '21.71', unitsCsv, reason: 'Perwali 1/2020' },
      BATAM_ADMIN,
    );
    expect(issues).toMatchObject([{ file: 'units', line: 2, field: 'key' }]);
  });
});

describe('closing without a successor', () => {
  it('ends the rows and the officers’ access, and asks the tier above', async () => {
    const { token } = await signIn('petugas.air');
    expect(await resolve('air-bersih')).toBe(unit('air'));
    await close('air');
    expect(await resolve('air-bersih')).toBeUndefined();
    await expect(signIn('petugas.air')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(test.directory.resolveSession({ token }, NOBODY)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('kind and area', () => {
  const kindAndArea = (agencyId: string, kind: string, areaCode: string, caller = BATAM_ADMIN) =>
    change({ case: 'kindAndArea', value: { agencyId, kind, areaCode } }, caller);
  const tried = (agencyId: string, kind: string, areaCode: string, caller = BATAM_ADMIN) =>
    test.directory.previewKindAndArea({ change: { agencyId, kind, areaCode } }, caller);
  const own = officer(Role.AGENCY_ADMIN, [...BATAM_PATH, unit('bina-marga')], 'sari');
  const AUTHORITY = agencyIdFor('bp');

  it('of a unit are said by the tier above, and stand in its history', async () => {
    await expect(kindAndArea(unit('bina-marga'), 'unit', '21.71.05', own)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(tried(unit('bina-marga'), 'unit', '21.71.05', own)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await tried(unit('bina-marga'), 'subunit', '21.71.05')).toMatchObject({
      agency: { kind: 'subunit', areaCode: '21.71.05' },
      followingInAll: 0,
      endingInAll: 0,
    });
    expect(await agency('bina-marga')).toMatchObject({ kind: 'unit', areaCode: '21.71' });
    const made = (await kindAndArea(unit('bina-marga'), 'subunit', '21.71.05')).agency;
    expect(made).toMatchObject({ kind: 'subunit', areaCode: '21.71.05', timeZone: 'Asia/Jakarta' });
    expect((await changes(unit('bina-marga')))[0]).toMatchObject({
      what: 'kind_and_area',
      kindBefore: 'unit',
      areaBefore: '21.71',
      kind: 'subunit',
      areaCode: '21.71.05',
      reason: 'Perda 1/2024',
    });
    expect((await kindAndArea(unit('bina-marga'), 'unit', '')).agency).toMatchObject({ areaCode: '21.71' });
  });

  it.each([
    ['a body', unit('bina-marga'), 'city', '21.71', 'kind'],
    ['an inspectorate', unit('bina-marga'), 'inspectorate', '21.71', 'kind'],
    ['a kind there is not', unit('bina-marga'), 'dinas', '21.71', 'kind'],
    ['outside of its body', unit('bina-marga'), 'unit', '21.72', 'areaCode'],
    ['what it is already', unit('bina-marga'), 'unit', '21.71', 'kind'],
    ['a government of another area', BATAM, 'city', '21.72', 'areaCode'],
    ['a government as an authority', BATAM, 'authority', '21.71', 'kind'],
  ])('are not %s', async (_what, agencyId, kind, areaCode, field) => {
    const refused = { code: 'invalid', issues: [{ field }] };
    await expect(kindAndArea(agencyId, kind, areaCode, NATIONAL_ADMIN)).rejects.toMatchObject(refused);
    await expect(tried(agencyId, kind, areaCode, NATIONAL_ADMIN)).rejects.toMatchObject(refused);
  });

  it('of a body are said by the national admin: rows outside of its area end, and its units lie in it', async () => {
    const files = {
      areaCode: '21.71',
      bodyKey: 'bp',
      bodyName: 'Otorita',
      unitsCsv: 'key,name,kind,parent_key,area_code\ntanah,Tanah,unit,,21.71.05\nair,Air,unit,,21.71.04',
      officersCsv: 'username,name,role,unit_key\npetugas.bp,Petugas,liaison,air',
      competenceCsv:
        'unit_key,category,area_code,valid_from\ntanah,sengketa-tanah,21.71.05,2020-01-01\nair,drainase,21.71.04,2020-01-01',
      reason: 'PP 1/2020',
    };
    expect((await test.directory.importGovernment(files, NATIONAL_ADMIN)).issues).toEqual([]);
    await expect(kindAndArea(AUTHORITY, 'body', '21.71.05')).rejects.toMatchObject({ code: 'forbidden' });
    const shown = await tried(AUTHORITY, 'body', '21.71.05', NATIONAL_ADMIN);
    expect(shown.following.map(({ name }) => name)).toEqual(['Air']);
    expect(shown.ending.map(({ areaCode, validTo }) => [areaCode, validTo])).toEqual([
      ['21.71.04', '2024-05-05'],
    ]);
    const drainage = { categoryCode: 'drainase', areaCode: '21.71.04.1001' };
    const competent = async () => (await test.directory.resolveCompetence(drainage, SERVICE)).via;
    expect(await competent()).toBe('competence');
    await kindAndArea(AUTHORITY, 'body', '21.71.05', NATIONAL_ADMIN);
    const at = async (key: string) => (await test.directory.getAgency({ agencyId: agencyIdFor(key) })).agency;
    expect(await at('bp')).toMatchObject({ kind: 'body', areaCode: '21.71.05' });
    expect([(await at('bp/tanah'))?.areaCode, (await at('bp/air'))?.areaCode]).toEqual([
      '21.71.05',
      '21.71.05',
    ]);
    expect(await competent()).toBe('');
    const { rows } = await test.directory.listCompetence({ agencyId: AUTHORITY }, NATIONAL_ADMIN);
    expect(rows.map(({ areaCode, validTo }) => [areaCode, validTo])).toEqual(
      expect.arrayContaining([
        ['21.71.05', ''],
        ['21.71.04', '2024-05-05'],
      ]),
    );
  });
});

describe('two bodies that become one', () => {
  const body = (key: string) => agencyIdFor(key);
  const bring = (key: string, inspector = `\nperiksa.${key},Periksa,inspectorate,insp`) =>
    test.directory.importGovernment(
      {
        areaCode: '21.71',
        bodyKey: key,
        bodyName: `Badan ${key}`,
        unitsCsv: 'key,name,kind\ninsp,Inspektorat,inspectorate\nlahan,Lahan,unit',
        officersCsv: `username,name,role,unit_key\nkepala.${key},Kepala,agency_admin,${inspector}`,
        initialPassword: PASSWORD,
        reason: 'PP 2/2020',
      },
      NATIONAL_ADMIN,
    );
  const merge = (more: object = {}) =>
    change(
      {
        case: 'close',
        value: { agencyId: body('satu'), successorId: body('dua'), keepOfficers: true, ...more },
      },
      NATIONAL_ADMIN,
    );
  const at = async (key: string) => (await test.directory.getAgency({ agencyId: body(key) })).agency;

  it('say which of their two inspectorates goes on; the other is merged into it, with its inspectors', async () => {
    for (const key of ['satu', 'dua']) expect((await bring(key)).issues).toEqual([]);
    const unsaid = { code: 'invalid', issues: [{ field: 'inspectorateId' }] };
    await expect(merge()).rejects.toMatchObject(unsaid);
    await expect(merge({ inspectorateId: body('dua/lahan') })).rejects.toMatchObject(unsaid);
    await merge({ inspectorateId: body('satu/insp') });
    expect(await at('satu')).toMatchObject({ active: false, successorId: body('dua') });
    expect(await at('satu/insp')).toMatchObject({ active: true, parentId: body('dua'), onboarded: true });
    expect(await at('dua/insp')).toMatchObject({ active: false, successorId: body('satu/insp') });
    const { agencies } = await test.directory.listAgencies({ parentId: body('dua'), kind: 'inspectorate' });
    expect(agencies.map(({ agencyId, active }) => [agencyId, active])).toContainEqual([
      body('satu/insp'),
      true,
    ]);
    for (const key of ['satu', 'dua']) {
      const { token } = await signIn(`periksa.${key}`);
      const { caller } = await test.directory.resolveSession({ token }, NOBODY);
      expect(caller).toMatchObject({ role: Role.INSPECTORATE, agencyId: body('satu/insp') });
    }
  });

  it('are asked only where both have one, and for one in which somebody inspects', async () => {
    expect((await bring('tiga')).issues).toEqual([]);
    const empty = register('insp-kosong', { parentId: body('dua'), kind: 'inspectorate' });
    await expect(change(empty, NATIONAL_ADMIN)).rejects.toMatchObject({ issues: [{ field: 'kind' }] });
    expect((await bring('empat', '')).issues).toEqual([]);
    const value = { agencyId: body('tiga'), successorId: body('empat'), keepOfficers: false };
    const into = (inspectorateId: string) =>
      change({ case: 'close', value: { ...value, inspectorateId } }, NATIONAL_ADMIN);
    await expect(into(body('empat/insp'))).rejects.toMatchObject({ issues: [{ field: 'inspectorateId' }] });
    await into(body('tiga/insp'));
    expect(await at('empat/insp')).toMatchObject({ active: false, successorId: body('tiga/insp') });
    expect(await at('tiga/insp')).toMatchObject({ active: true, parentId: body('empat') });
  });
});

describe('four eyes', () => {
  const own = unit('bina-marga');
  const unitsAdmin = officer(Role.AGENCY_ADMIN, [...BATAM_PATH, own], 'sari');

  it('that a unit asked for itself it ends itself', async () => {
    await fourEyes(own, true, unitsAdmin);
    await fourEyes(own, false, unitsAdmin);
  });

  it('that a tier above asked for are ended there, or above', async () => {
    await fourEyes(own, true);
    await expect(fourEyes(own, false, unitsAdmin)).rejects.toMatchObject({ code: 'forbidden' });
    await fourEyes(own, false);
    await fourEyes(own, true);
    await fourEyes(own, false, NATIONAL_ADMIN);
  });

  it('that a unit asked for itself are taken up by a tier above, and are ended there from then on', async () => {
    await fourEyes(own, true, unitsAdmin);
    await fourEyes(own, true);
    expect(await agency('bina-marga')).toMatchObject({ fourEyes: true, fourEyesBy: BATAM });
    await expect(fourEyes(own, false, unitsAdmin)).rejects.toMatchObject({ code: 'forbidden' });
    for (const each of [unitsAdmin, BATAM_ADMIN])
      await expect(fourEyes(own, true, each)).rejects.toMatchObject({ issues: [{ field: 'wanted' }] });
    await fourEyes(own, true, NATIONAL_ADMIN);
    await expect(fourEyes(own, false)).rejects.toMatchObject({ code: 'forbidden' });
    await fourEyes(own, false, NATIONAL_ADMIN);
    expect(await agency('bina-marga')).toMatchObject({ fourEyes: false, fourEyesBy: '' });
  });

  it('that a unit asked for itself are the government’s once its file says so', async () => {
    await fourEyes(own, true, unitsAdmin);
    const files = {
      areaCode: '21.71',
      unitsCsv: 'key,name,kind,four_eyes\nbina-marga,Dinas bina-marga,unit,yes',
      reason: 'Perwali 3/2024',
    };
    expect(await test.directory.importGovernment(files, BATAM_ADMIN)).toMatchObject({ unitsChanged: 1 });
    expect(await test.directory.importGovernment(files, BATAM_ADMIN)).toMatchObject({ unitsChanged: 0 });
    expect(await agency('bina-marga')).toMatchObject({ fourEyesBy: BATAM });
    await fourEyes(own, false);
  });

  it('keep somebody who releases, whatever a file says of their officers', async () => {
    await fourEyes(own, true);
    const line = (role: string, key: string) => ({
      areaCode: '21.71',
      unitsCsv: 'key,name,kind\nbina-marga,Dinas bina-marga,unit',
      officersCsv: `username,name,role,unit_key,email,phone\nkepala.marga,Rani,${role},${key},rani@batam.example,`,
      reason: 'Perwali 4/2024',
    });
    for (const [role, key, field] of [
      ['liaison', 'bina-marga', 'role'],
      ['supervisor', '', 'unit_key'],
    ] as const) {
      const { issues } = await test.directory.importGovernment(line(role, key), BATAM_ADMIN);
      expect(issues).toMatchObject([{ file: 'officers', line: 2, field, rule: LAST_RELEASER_RULE }]);
    }
    expect(
      (await test.directory.importGovernment(line('supervisor', 'bina-marga'), BATAM_ADMIN)).issues,
    ).toEqual([]);
    await fourEyes(own, false);
  });

  it('that came with the files of the government are the government’s', async () => {
    const bring = (wanted: string, caller = BATAM_ADMIN) =>
      test.directory.importGovernment(
        {
          areaCode: '21.71',
          unitsCsv: `key,name,kind,four_eyes\nbina-marga,Bina Marga,unit,${wanted}`,
          reason: 'Perwali 2/2024',
        },
        caller,
      );
    expect((await bring('yes', NATIONAL_ADMIN)).issues).toEqual([]);
    await expect(fourEyes(own, false, unitsAdmin)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await bring('no')).issues).toEqual([]);
    await fourEyes(own, true, NATIONAL_ADMIN);
    expect((await bring('no')).issues).toMatchObject([{ file: 'units', line: 2, field: 'four_eyes' }]);
    expect((await bring('no', NATIONAL_ADMIN)).issues).toEqual([]);
  });
});

/** As with an edition that came with a newer version. */
async function loadAnew(): Promise<void> {
  const database = new DatabaseSync(join(test.platform.dataFolder, 'lapor.db'), { timeout: 5_000 });
  expect(database.prepare('DELETE FROM "directory.loaded_editions"').run().changes).toBe(1);
  database.close();
  await test.platform.restart();
}

describe('newer data', () => {
  const batam = async () => (await test.directory.getAgency({ agencyId: BATAM }, NOBODY)).agency;

  it('leaves four eyes as they are', async () => {
    await fourEyes(BATAM, true);
    await loadAnew();
    expect(await batam()).toMatchObject({ name: 'Pemerintah Kota Batam', fourEyes: true });
  });

  it('does not undo a new name', async () => {
    const city = {
      case: 'rename',
      value: { agencyId: BATAM, name: 'Kota Batam Madani', shortName: 'Batam' },
    } as const;
    await change(city);
    expect((await changes(BATAM))[0]).toMatchObject({ what: 'renamed', agencyName: 'Pemerintah Kota Batam' });
    await loadAnew();
    expect(await batam()).toMatchObject({ name: 'Kota Batam Madani', shortName: 'Batam', fourEyes: true });
    const foundBy = async (text: string) =>
      (await test.directory.listAgencies({ text }, NOBODY)).agencies.map(({ agencyId }) => agencyId);
    expect(await foundBy('pemerintah kota batam')).toContain(BATAM);
    expect(await foundBy('batam madani')).toContain(BATAM);
  });
});
