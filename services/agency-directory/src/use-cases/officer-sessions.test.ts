import { afterAll, beforeAll, expect, it } from 'vitest';
import { BATAM } from '../fixtures/test-directory.ts';
import { ADMIN, openTwoReplicas } from '../fixtures/two-replicas.ts';
import type { TwoReplicas } from '../fixtures/two-replicas.ts';
import { inviteOfficer } from './manage-officers.ts';
import { endOfficerSessions } from './officer-sessions.ts';

let replicas: TwoReplicas;
beforeAll(async () => {
  replicas = await openTwoReplicas();
});
afterAll(() => replicas.platform.stop());

it('written down and then cut off, it is done when it is asked for again; what was opened since goes on', async () => {
  const { parts } = replicas.one;
  const person = { username: 'telepon.hilang', name: 'Tuti', email: '', phone: '', agencyId: BATAM };
  const asked = { why: 'SK 12/2026', commandId: '' };
  const { officerId } = await inviteOfficer(parts, ADMIN, { ...person, role: 'clerk' }, asked);
  const { state } = await parts.officers.get(officerId);
  const open = () =>
    parts.sessions.open({ officerId, credentialId: state.credentialId, device: '', awaitsFactor: false });
  const count = async () => (await parts.sessions.listOf(await parts.officers.get(officerId))).length;
  await open();
  await open();

  const order = { why: 'HP hilang', commandId: 'akhiri-semua' };
  const goes = new Error('the store is away');
  const sessions = { ...parts.sessions, endOf: () => Promise.reject(goes) };
  const all = { officerId, sessionId: '' };
  await expect(endOfficerSessions({ ...parts, sessions }, ADMIN, all, order)).rejects.toBe(goes);
  expect(await count()).toBe(2);
  replicas.clock.advance(1_000);
  const since = await open();
  await endOfficerSessions(parts, ADMIN, all, order);
  expect(await count()).toBe(1);
  expect((await parts.sessions.get(since.token)).officer.id).toBe(officerId);
});
