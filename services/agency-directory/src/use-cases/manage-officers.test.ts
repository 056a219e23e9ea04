import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  officer,
  ROOT,
  SERVICE,
  startTestDirectory,
  TANJUNGPINANG,
} from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

const OWN_PASSWORD = 'hujan di bulan Juni';
let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory({});
});
afterAll(() => test.platform.stop());

const signIn = (username: string, password: string) =>
  test.directory.createSession({ username, password }, NOBODY);
const reason = 'SK 12/2024';
const person = { name: 'Rahmawati Hutapea', email: 'rahma.h@batam.example', phone: '+62 812-7000-1234' };

async function invite(
  username: string,
  more: { role?: Role; agencyId?: string; reason?: string } = {},
  caller = BATAM_ADMIN,
) {
  const { officer: entered, oneTimePassword } = await test.directory.inviteOfficer(
    { username, ...person, role: Role.LIAISON, agencyId: BATAM, reason, ...more },
    caller,
  );
  return { officerId: entered?.officerId ?? '', code: oneTimePassword };
}

describe('an admin', () => {
  it('invites, and the agency is on the platform from then on', async () => {
    const before = await test.directory.getAgency({ agencyId: BATAM });
    expect(before.agency?.onboarded).toBe(false);
    const { officer: entered, oneTimePassword } = await test.directory.inviteOfficer(
      { username: ' Rahma', ...person, role: Role.AGENCY_ADMIN, agencyId: BATAM, reason },
      NATIONAL_ADMIN,
    );
    expect(entered).toMatchObject({ username: 'rahma', ...person, status: 'invited', agencyId: BATAM });
    expect(oneTimePassword).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect((await test.directory.getAgency({ agencyId: BATAM })).agency?.onboarded).toBe(true);
    const typedOffPaper = oneTimePassword.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    await expect(signIn('rahma', typedOffPaper)).resolves.toMatchObject({ mustSetPassword: true });
  });

  it('takes a user name only once, even for two invitations at the same time', async () => {
    const both = await Promise.allSettled([invite('agus'), invite('AGUS')]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(invite('agus')).rejects.toMatchObject({
      code: 'conflict',
      issues: [{ field: 'username', rule: 'is taken' }],
    });
    const { officers } = await test.directory.listOfficers({ agencyId: BATAM }, BATAM_ADMIN);
    expect(officers.filter(({ username }) => username === 'agus')).toHaveLength(1);
  });

  it('resets: the old password and every session end, the new code begins', async () => {
    const { officerId, code } = await invite('lina');
    const { token } = await signIn('lina', code);
    await test.directory.setPassword({ token, oldPassword: code, newPassword: OWN_PASSWORD }, NOBODY);
    await test.directory.resolveSession({ token }, NOBODY);
    const { oneTimePassword } = await test.directory.resetOfficer({ officerId, reason }, BATAM_ADMIN);
    const ended = { code: 'unauthenticated' };
    await expect(test.directory.resolveSession({ token }, NOBODY)).rejects.toMatchObject(ended);
    await expect(signIn('lina', OWN_PASSWORD)).rejects.toMatchObject(ended);
    await expect(signIn('lina', oneTimePassword)).resolves.toMatchObject({ mustSetPassword: true });
  });

  it('replaces: who goes is out at once, who comes takes the same place', async () => {
    const { officerId, code } = await invite('budi', { role: Role.CLERK });
    const { token } = await signIn('budi', code);
    const successor = { username: 'tuti', name: 'Tuti', email: '', phone: '' };
    const replaced = await test.directory.replaceOfficer({ officerId, successor, reason }, BATAM_ADMIN);
    expect(replaced.successor).toMatchObject({ username: 'tuti', role: Role.CLERK, agencyId: BATAM });
    await expect(signIn('tuti', replaced.oneTimePassword)).resolves.toBeDefined();
    const out = { code: 'unauthenticated' };
    await expect(test.directory.resolveSession({ token }, NOBODY)).rejects.toMatchObject(out);
    await expect(signIn('budi', code)).rejects.toMatchObject(out);
    await expect(test.directory.resetOfficer({ officerId, reason }, BATAM_ADMIN)).rejects.toMatchObject({
      code: 'illegal',
    });
    await expect(invite('budi')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('replaces once, however often it is asked at the same time', async () => {
    const { officerId } = await invite('kembar');
    const come = (username: string) =>
      test.directory.replaceOfficer({ officerId, reason, successor: { username, ...person } }, BATAM_ADMIN);
    const both = await Promise.allSettled([come('kembar.satu'), come('kembar.dua')]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'illegal' } });
    const { officers } = await test.directory.listOfficers({ agencyId: BATAM }, BATAM_ADMIN);
    expect(officers.filter(({ username }) => username.startsWith('kembar.'))).toHaveLength(1);
  });

  it('hands saved filters to who takes over, and destroys them where nobody does', async () => {
    const start = async (username: string) => {
      const { officerId, code } = await invite(username);
      const { token } = await signIn(username, code);
      await test.directory.setPassword({ token, oldPassword: code, newPassword: OWN_PASSWORD }, NOBODY);
      await test.directory.saveFilter({ token, name: 'Pasar', query: 'cari=pasar' }, NOBODY);
      return { officerId, token };
    };
    const gone = await start('sulastri');
    const successor = { username: 'sulaiman', ...person };
    const { oneTimePassword } = await test.directory.replaceOfficer(
      { officerId: gone.officerId, successor, reason },
      BATAM_ADMIN,
    );
    const { token } = await signIn('sulaiman', oneTimePassword);
    const { filters } = await test.directory.listSavedFilters({ token }, NOBODY);
    expect(filters).toMatchObject([{ name: 'Pasar', query: 'cari=pasar' }]);
    const alone = await start('sutrisno');
    await test.directory.replaceOfficer({ officerId: alone.officerId, reason }, BATAM_ADMIN);
    const left = await test.directory.listSavedFilters({ token }, NOBODY);
    expect(left.filters).toHaveLength(1);
  });

  it('says why, and reads in the history of the account who did what, when and why, however often it is asked', async () => {
    const { officerId } = await invite('dewi', { reason: 'Pejabat penghubung baru' });
    await test.directory.resetOfficer({ officerId, reason: 'Lupa sandi' }, NATIONAL_ADMIN);
    const ended = { officerId, reason: 'Pensiun' };
    await test.directory.replaceOfficer(ended, BATAM_ADMIN);
    await test.directory.replaceOfficer({ ...ended, reason: 'Sekali lagi' }, BATAM_ADMIN);
    const { changes } = await test.directory.listOfficerChanges({ officerId }, BATAM_ADMIN);
    expect(changes).toMatchObject([
      { what: 'ended', officerId: 'somebody', reason: 'Pensiun' },
      { what: 'reset', officerId: 'somebody', reason: 'Lupa sandi' },
      { what: 'invited', officerId: 'somebody', reason: 'Pejabat penghubung baru' },
    ]);
  });

  it.each(['', ' ', 'x'.repeat(1_001)])('does nothing without a reason: %j', async (nothing) => {
    const { officerId, code } = await invite(`tetap.${nothing.length}`);
    const refused = { code: 'invalid', issues: [{ field: 'reason' }] };
    const { directory } = test;
    const asked = { officerId, reason: nothing };
    await expect(directory.resetOfficer(asked, BATAM_ADMIN)).rejects.toMatchObject(refused);
    await expect(directory.replaceOfficer(asked, BATAM_ADMIN)).rejects.toMatchObject(refused);
    const successor = { username: `ganti.${nothing.length}`, ...person, reason };
    const replaced = directory.replaceOfficer({ ...asked, successor }, BATAM_ADMIN);
    await expect(replaced).rejects.toMatchObject(refused);
    await expect(signIn(`tetap.${nothing.length}`, code)).resolves.toBeDefined();
    const { officers } = await directory.listOfficers({ agencyId: BATAM }, BATAM_ADMIN);
    expect(officers.map(({ username }) => username)).not.toContain(successor.username);
  });

  it('loses nobody when the successor cannot be entered', async () => {
    const { officerId, code } = await invite('rina');
    const successor = { username: 'tuti', name: 'Another', email: '', phone: '' };
    const failed = expect(
      test.directory.replaceOfficer({ officerId, successor, reason }, BATAM_ADMIN),
    ).rejects;
    await failed.toMatchObject({ code: 'conflict' });
    await expect(signIn('rina', code)).resolves.toBeDefined();
  });

  it('cannot lock the own door from outside', async () => {
    const { officerId } = await invite('sri', { role: Role.AGENCY_ADMIN }, NATIONAL_ADMIN);
    const herself = officer(Role.AGENCY_ADMIN, BATAM_PATH, officerId);
    const alone = expect(test.directory.replaceOfficer({ officerId, reason }, herself)).rejects;
    await alone.toMatchObject({ code: 'illegal' });
  });

  it.each([
    ['username', { username: 'a b' }],
    ['name', { name: ' ' }],
    ['email', { email: 'not an address' }],
    ['phone', { phone: 'ring me' }],
    ['role', { role: Role.UNSPECIFIED }],
    ['role', { role: Role.NATIONAL_ADMIN }],
    ['agency_id', { agencyId: '' }],
    ['reason', { reason: ' ' }],
    ['reason', { reason: 'x'.repeat(1_001) }],
  ])('is told that %s is wrong', async (field, wrong) => {
    const request = { username: 'wahyu', ...person, role: Role.LIAISON, agencyId: BATAM, reason, ...wrong };
    await expect(test.directory.inviteOfficer(request, NATIONAL_ADMIN)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ field }],
    });
  });
});

describe('who may', () => {
  const liaison = officer(Role.LIAISON, BATAM_PATH);
  const leader = officer(Role.LEADER, BATAM_PATH);
  const elsewhere = officer(Role.AGENCY_ADMIN, [ROOT, BATAM_PATH[1] ?? '', TANJUNGPINANG]);

  it.each([
    ['nobody', NOBODY, 'unauthenticated'],
    ['somebody without a caller', {}, 'unauthenticated'],
    ['a liaison', liaison, 'forbidden'],
    ['a leader', leader, 'forbidden'],
    ['an admin of another city', elsewhere, 'forbidden'],
  ])('%s manages no officers of the city', async (_who, caller, code) => {
    const officerId = await invite('target').then(
      (entered) => entered.officerId,
      async () => {
        const { officers } = await test.directory.listOfficers({ agencyId: BATAM }, BATAM_ADMIN);
        return officers.find(({ username }) => username === 'target')?.officerId ?? '';
      },
    );
    const { directory } = test;
    const refused = { code };
    const request = { username: 'intruder', ...person, role: Role.LIAISON, agencyId: BATAM, reason };
    await expect(directory.inviteOfficer(request, caller)).rejects.toMatchObject(refused);
    await expect(directory.resetOfficer({ officerId, reason }, caller)).rejects.toMatchObject(refused);
    await expect(directory.replaceOfficer({ officerId, reason }, caller)).rejects.toMatchObject(refused);
    await expect(directory.listOfficerChanges({ officerId }, caller)).rejects.toMatchObject(refused);
    await expect(directory.listOfficers({ agencyId: BATAM }, caller)).rejects.toMatchObject(refused);
    await expect(directory.listRecipients({ agencyId: BATAM }, caller)).rejects.toMatchObject(refused);
    const everything = { areaCode: '21.71', unitsCsv: 'key,name,kind\nx,X,unit\n', dryRun: true };
    await expect(directory.importGovernment(everything, caller)).rejects.toMatchObject(refused);
  });

  it('an agency admin makes no national roles and does not reach above', async () => {
    for (const role of [Role.NATIONAL_ADMIN, Role.OVERSEER]) {
      const made = invite('climber', { role, agencyId: BATAM });
      await expect(made).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(invite('climber', { agencyId: ROOT })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(invite('climber', { agencyId: BATAM_PATH[1] ?? '' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('an overseer serves any agency and looks over what the national admin says', async () => {
    const overseer = { role: Role.OVERSEER, agencyId: BATAM };
    const scope = { scopeAgencyId: BATAM, scopeAreaCode: '21.71' };
    const request = { ...person, ...overseer, ...scope, reason, username: 'pengawas.kota' };
    const { officer: entered } = await test.directory.inviteOfficer(request, NATIONAL_ADMIN);
    expect(entered).toMatchObject(scope);
    for (const [field, wrong] of [
      ['scopeAgencyId', { scopeAgencyId: '0000000000' }],
      ['scopeAreaCode', { scopeAreaCode: '99.99' }],
      ['scopeAreaCode', { scopeAreaCode: '21.71', role: Role.LEADER }],
    ] as const) {
      const asked = { ...person, ...overseer, ...wrong, reason, username: 'pengawas.lain' };
      await expect(test.directory.inviteOfficer(asked, NATIONAL_ADMIN)).rejects.toMatchObject({
        code: 'invalid',
        issues: [{ field }],
      });
    }
  });

  it('an admin sees the own subtree without naming it', async () => {
    const { officers } = await test.directory.listOfficers({}, BATAM_ADMIN);
    expect(officers.length).toBeGreaterThan(3);
    expect(new Set(officers.map(({ agencyId }) => agencyId))).toEqual(new Set([BATAM]));
    expect((await test.directory.listOfficers({}, elsewhere)).officers).toEqual([]);
  });

  it('an inspector is made and looked after by the inspectorate itself and the tiers above the body, never by whom it inspects', async () => {
    const unitsCsv = `key,name,kind,parent_key
dinkes,Dinas Kesehatan,unit,
puskesmas,Puskesmas,subunit,dinkes
inspektorat,Inspektorat Daerah,inspectorate,
`;
    await test.directory.importGovernment({ areaCode: '21.71', unitsCsv, reason }, NATIONAL_ADMIN);
    const [dinkes, puskesmas, inspektorat] = ['dinkes', 'puskesmas', 'inspektorat'].map((key) =>
      agencyIdFor(`21.71/${key}`),
    ) as [string, string, string];
    const role = Role.INSPECTORATE;
    const at = { role, agencyId: inspektorat };
    const unitAdmin = officer(Role.AGENCY_ADMIN, [...BATAM_PATH, dinkes]);
    const itsAdmin = officer(Role.AGENCY_ADMIN, [...BATAM_PATH, inspektorat]);
    const province = BATAM_PATH[1] ?? '';
    const forbidden = { code: 'forbidden' };
    for (const caller of [BATAM_ADMIN, unitAdmin, itsAdmin])
      await expect(invite('mata-mata', at, caller)).rejects.toMatchObject(forbidden);
    // Nor anybody else there: whoever serves it is told of what it has.
    for (const other of [Role.LIAISON, Role.AGENCY_ADMIN])
      await expect(invite('mata-mata', { ...at, role: other }, BATAM_ADMIN)).rejects.toMatchObject(forbidden);
    for (const agencyId of [dinkes, puskesmas, BATAM, province, ROOT])
      await expect(invite('mata-mata', { role, agencyId }, NATIONAL_ADMIN)).rejects.toMatchObject({
        code: 'invalid',
        issues: [{ field: 'role' }],
      });

    const first = await invite('inspektur', at, officer(Role.AGENCY_ADMIN, BATAM_PATH.slice(0, 2)));
    const inspector = officer(Role.INSPECTORATE, [...BATAM_PATH, inspektorat], first.officerId);
    const { officerId } = await invite('inspektur.dua', at, inspector);
    await expect(invite('tamu', { agencyId: dinkes }, inspector)).rejects.toMatchObject(forbidden);
    const ofElsewhere = officer(Role.INSPECTORATE, [...BATAM_PATH, dinkes]);
    await expect(invite('tamu', at, ofElsewhere)).rejects.toMatchObject(forbidden);
    for (const caller of [BATAM_ADMIN, unitAdmin, itsAdmin]) {
      await expect(test.directory.resetOfficer({ officerId, reason }, caller)).rejects.toMatchObject(
        forbidden,
      );
      await expect(test.directory.replaceOfficer({ officerId, reason }, caller)).rejects.toMatchObject(
        forbidden,
      );
    }
    const { officers } = await test.directory.listOfficers({}, BATAM_ADMIN);
    expect(officers.find((each) => each.officerId === officerId)).toMatchObject({ managed: false });
    const own = await test.directory.listOfficers({}, inspector);
    expect(own.officers.map(({ username, managed }) => [username, managed])).toEqual([
      ['inspektur', true],
      ['inspektur.dua', true],
    ]);
    await expect(test.directory.resetOfficer({ officerId, reason }, inspector)).resolves.toBeDefined();
    await expect(test.directory.replaceOfficer({ officerId, reason }, NATIONAL_ADMIN)).resolves.toBeDefined();
    // The first was told of each; of what they did themselves they know.
    const key = { agencyId: inspektorat, label: 'e-office', reason };
    await expect(test.directory.createAgencyKey(key, BATAM_ADMIN)).rejects.toMatchObject(forbidden);
    await expect(test.directory.createAgencyKey(key, itsAdmin)).rejects.toMatchObject(forbidden);
    await test.directory.createAgencyKey(key, NATIONAL_ADMIN);
    expect((await test.directory.listAgencyKeys({}, inspector)).agencyKeys).toHaveLength(1);
    expect((await test.directory.listAgencyKeys({}, BATAM_ADMIN)).agencyKeys).toHaveLength(0);
    const events = test.platform.client('directory', EventsService);
    const { events: published } = await events.getEvents(
      { aggregateId: first.officerId, fromPubSeq: 1 },
      SERVICE,
    );
    const kinds = published.map(({ body }) => (JSON.parse(body) as { readonly kind?: string }).kind);
    expect(kinds.filter((kind) => kind !== undefined)).toEqual([
      'ALERT_KIND_INSPECTORATE_OFFICERS',
      'ALERT_KIND_INSPECTORATE_KEYS',
    ]);
  });
});

describe('recipients', () => {
  it('are the liaisons; where there are none, the admins of the agency or of the one above', async () => {
    const { recipients, timeZone } = await test.directory.listRecipients({ agencyId: BATAM }, SERVICE);
    expect(timeZone).toBe('Asia/Jakarta');
    const { officers } = await test.directory.listOfficers({ agencyId: BATAM }, SERVICE);
    const liaisons = officers.filter(({ role, status }) => role === Role.LIAISON && status !== 'deactivated');
    expect(recipients.map(({ officerId }) => officerId).sort()).toEqual(
      liaisons.map(({ officerId }) => officerId).sort(),
    );
    expect(recipients[0]).toMatchObject({ email: person.email, language: 'id' });

    const national = await invite('pusat', { role: Role.NATIONAL_ADMIN, agencyId: ROOT }, NATIONAL_ADMIN);
    const alone = await test.directory.listRecipients({ agencyId: TANJUNGPINANG }, SERVICE);
    expect(alone.recipients.map(({ officerId }) => officerId)).toEqual([national.officerId]);
  });
});

describe('recipients who cannot be written to', () => {
  it('are passed over for the admins, and those for the ones above', async () => {
    const unreachable = { name: 'Tanpa Alamat', email: '', phone: '' };
    const unitsCsv = 'key,name,kind\nlurah,Kelurahan,unit\n';
    await test.directory.importGovernment({ areaCode: '21.72', unitsCsv, reason }, NATIONAL_ADMIN);
    const agencyId = agencyIdFor('21.72/lurah');
    const enter = async (username: string, role: Role, at: string, contact = {}) => {
      const request = { username, ...unreachable, ...contact, role, agencyId: at, reason };
      return (await test.directory.inviteOfficer(request, NATIONAL_ADMIN)).officer?.officerId;
    };
    const told = async () =>
      (await test.directory.listRecipients({ agencyId }, SERVICE)).recipients.map((each) => each.officerId);
    await enter('lurah.a', Role.LIAISON, agencyId);
    await enter('lurah.admin', Role.AGENCY_ADMIN, agencyId);
    await enter('pinang.admin', Role.AGENCY_ADMIN, TANJUNGPINANG);
    const above = await told();
    expect(above).toHaveLength(1);
    const city = await enter('pinang.dua', Role.AGENCY_ADMIN, TANJUNGPINANG, { email: 'dua@pinang.example' });
    expect(above).not.toContain(city);
    expect(await told()).toEqual([city]);
    const own = await enter('lurah.b', Role.AGENCY_ADMIN, agencyId, { phone: '0812 7000 9999' });
    expect(await told()).toEqual([own]);
    const liaison = await enter('lurah.c', Role.LIAISON, agencyId, { email: 'c@pinang.example' });
    expect(await told()).toEqual([liaison]);
  });
});

describe('the store', () => {
  it('knows no person, no password and no token', async () => {
    const { code } = await invite('zulkifli-harahap');
    const { token } = await signIn('zulkifli-harahap', code);
    await test.directory.setPassword({ token, oldPassword: code, newPassword: OWN_PASSWORD }, NOBODY);
    await test.platform.restart();
    const files = readdirSync(test.platform.dataFolder).filter((name) => name.startsWith('lapor.db'));
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(test.platform.dataFolder, name))));
    expect(bytes.includes('Pemerintah Kota Batam')).toBe(true);
    for (const secret of ['zulkifli', person.name, person.email, '7000-1234', code, OWN_PASSWORD, token]) {
      expect(bytes.includes(secret), secret).toBe(false);
    }
  });
});

describe('four eyes', () => {
  it('takes nobody away who alone releases what others draft', async () => {
    const unitsCsv = 'key,name,kind\narsip,Dinas Arsip,unit\n';
    await test.directory.importGovernment({ areaCode: '21.71', unitsCsv, reason }, NATIONAL_ADMIN);
    const agencyId = agencyIdFor('21.71/arsip');
    const { officerId } = await invite('penyelia', { role: Role.SUPERVISOR, agencyId });
    const eyes = { case: 'fourEyes', value: { agencyId, wanted: true } } as const;
    await test.directory.changeAgency({ change: eyes, reason }, BATAM_ADMIN);
    const end = (how: object = {}) =>
      test.directory.replaceOfficer({ officerId, reason, ...how }, BATAM_ADMIN);
    const next = (role: Role) => ({ successor: { username: `arsip.${role}`, ...person, role } });
    await expect(end()).rejects.toMatchObject({ code: 'illegal' });
    await expect(end(next(Role.LIAISON))).rejects.toMatchObject({ code: 'illegal' });
    await expect(end(next(Role.SUPERVISOR))).resolves.toBeDefined();
  });
});
