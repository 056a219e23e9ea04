import { Role } from '@lapor/contracts/common/v1/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ADMIN_PASSWORD,
  NATIONAL_ADMIN,
  NOBODY,
  ROOT,
  startTestDirectory,
} from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';
import { RECOVERED } from './recover-admin.ts';

const RECOVERY = 'jalan pulang ke rumah';
let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory({
    LAPOR_ADMIN_PASSWORD: ADMIN_PASSWORD,
    LAPOR_ADMIN_RECOVERY_PASSWORD: RECOVERY,
  });
});
afterAll(() => test.platform.stop());

const reason = 'SK 12/2024';
const signIn = (username: string, password: string) =>
  test.directory.createSession({ username, password }, NOBODY);
const nationals = async () =>
  (await test.directory.listOfficers({ agencyId: ROOT }, NATIONAL_ADMIN)).officers.filter(
    ({ role, status }) => role === Role.NATIONAL_ADMIN && status !== 'deactivated',
  );

it('the operator’s password opens the account once, as a one-time password, and its history says so', async () => {
  await expect(signIn('admin', ADMIN_PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
  const { token, mustSetPassword } = await signIn('admin', RECOVERY);
  expect(mustSetPassword).toBe(true);
  const newPassword = 'sandi saya sendiri lagi';
  await test.directory.setPassword({ token, oldPassword: RECOVERY, newPassword }, NOBODY);
  const [admin] = await nationals();
  const { changes } = await test.directory.listOfficerChanges(
    { officerId: admin?.officerId ?? '' },
    NATIONAL_ADMIN,
  );
  expect(changes[0]).toMatchObject({ what: 'reset', officerId: '', reason: RECOVERED });
  // Started again with the setting still there it gives nothing.
  await test.platform.restart();
  await expect(signIn('admin', RECOVERY)).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(signIn('admin', newPassword)).resolves.toMatchObject({ mustSetPassword: false });
});

it('the last national admin is not taken away, by whoever comes instead either', async () => {
  const [admin, ...others] = await nationals();
  expect(others).toEqual([]);
  const officerId = admin?.officerId ?? '';
  const person = { name: 'Lina', email: '', phone: '', reason };
  const liaison = await test.directory.inviteOfficer(
    { username: 'lina', ...person, role: Role.LIAISON, agencyId: ROOT },
    NATIONAL_ADMIN,
  );
  const refused = { code: 'illegal' };
  const { directory } = test;
  const end = (how: object) => directory.replaceOfficer({ officerId, reason, ...how }, NATIONAL_ADMIN);
  await expect(end({})).rejects.toMatchObject(refused);
  await expect(end({ successorOfficerId: liaison.officer?.officerId ?? '' })).rejects.toMatchObject(refused);
  const clerk = { username: 'klerk', name: 'Klerk', role: Role.CLERK };
  await expect(end({ successor: clerk })).rejects.toMatchObject(refused);
  await expect(signIn('klerk', 'x')).rejects.toMatchObject({ code: 'unauthenticated' });
  await end({ successor: { username: 'admin.baru', name: 'Admin Baru' } });
  expect((await nationals()).map(({ username }) => username)).toEqual(['admin.baru']);
});
