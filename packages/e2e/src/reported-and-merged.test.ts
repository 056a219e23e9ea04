import { agencyIdFor } from '@lapor/kernel';
import type { Inbox, OfficerCaseView } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { AREA, OFFICER_PASSWORD } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// A body without an inspectorate merges its units: whoever a case is about does not read it from where they work now.

let city: CityAtWork;
const BP = agencyIdFor('bp');
const unit = (key: string) => agencyIdFor(`bp/${key}`);
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  const { token } = await city.as('national');
  const units = ['key,name,kind', 'lahan,Direktorat Lahan,unit', 'pasar,Direktorat Pasar,unit'];
  const body = {
    area: AREA,
    bodyKey: 'bp',
    bodyName: 'Badan Pengusahaan',
    units: [...units, 'parkir,Direktorat Parkir,unit', 'taman,Direktorat Taman,unit'].join('\n'),
    officers: [
      'username,name,role,unit_key,email,phone',
      'admin.bp,Admin BP,agency_admin,,,',
      'petugas.lahan,Tono,liaison,lahan,,',
      'kepala.lahan,Tini,supervisor,lahan,,',
      'petugas.pasar,Tuti,liaison,pasar,,',
      'petugas.parkir,Toto,liaison,parkir,,',
      'petugas.taman,Tata,liaison,taman,,',
    ].join('\n'),
    initialPassword: OFFICER_PASSWORD,
    reason: 'PP 41/2021',
  };
  const { status, text } = await city.platform.request('POST', '/api/v1/directory/import', { token, body });
  if (status !== 200) throw new Error(text);
});
afterAll(() => city.close());

const signIn = async (username: string) =>
  good<{ readonly token: string }>(
    await city.platform.request('POST', '/api/v1/sessions', {
      body: { username, password: OFFICER_PASSWORD },
    }),
    201,
  ).token;
const seenBy = async (token: string, id: string) =>
  (await city.platform.request('GET', `/api/v1/cases/${id}`, { token })).status;
const inboxOf = async (token: string) =>
  good<Inbox>(await city.platform.request('GET', '/api/v1/cases?pageSize=200', { token }), 200).cases.map(
    ({ id }) => id,
  );
const mergeInto = async (key: string, successorId: string) => {
  const { token } = await city.as('national');
  const body = { successorId, keepOfficers: true, reason: 'Perka 3/2026' };
  const path = `/api/v1/agencies/${unit(key)}/close`;
  expect((await city.platform.request('POST', path, { token, body })).status).toBe(200);
};
const dispose = async (token: string, id: string, key: string) =>
  city.platform.request('POST', `/api/v1/cases/${id}/dispose`, { token, body: { agencyId: unit(key) } });
/** Protected, at the body's admin. */
const about = async (key: string) => {
  const filed = await city.file(aboutARoad({ aboutOfficial: true, agency: unit(key) }), { prefer: 'wait=5' });
  expect(await seenBy(await signIn('admin.bp'), filed.trackingId)).toBe(200);
  return filed.trackingId;
};
const hiddenFrom = (id: string, ...usernames: readonly string[]) =>
  until(
    async () => {
      for (const username of usernames) {
        const token = await signIn(username);
        if ((await seenBy(token, id)) !== 404) return undefined;
        expect(await inboxOf(token)).not.toContain(id);
      }
      return true;
    },
    () => `${id} is read by one of ${usernames.join(', ')}`,
  );

test('the unit that works on the case takes in the one it is about: the case goes back up', async () => {
  const id = await about('parkir');
  const admin = await signIn('admin.bp');
  expect((await dispose(admin, id, 'taman')).status).toBe(204);
  expect(await seenBy(await signIn('petugas.taman'), id)).toBe(200);
  await mergeInto('parkir', unit('taman'));
  await hiddenFrom(id, 'petugas.parkir', 'petugas.taman');
  expect(await inboxOf(admin)).toContain(id);
  const read = async () =>
    good<OfficerCaseView>(await city.platform.request('GET', `/api/v1/cases/${id}`, { token: admin }), 200);
  const before = await read();
  expect([before.agency?.code, before.status]).toEqual([BP, 'assigned']);
  // Once more: it is not given to whoever has them by then either.
  await mergeInto('taman', unit('pasar'));
  const after = await until(
    async () => {
      const now = await read();
      return now.version > before.version ? now : undefined;
    },
    () => 'the case did not follow whom it is about',
  );
  // Nobody has chosen anything.
  expect(after.timeline.map(({ type }) => type)).not.toContain('CasePrivacyChanged');
  expect((await dispose(admin, id, 'pasar')).status).toBe(400);
  expect((await dispose(admin, id, 'lahan')).status).toBe(204);
});

test('the body takes in the unit that a case is about: the tier above has it, and nobody of the body', async () => {
  const id = await about('lahan');
  const eyes = ['petugas.lahan', 'kepala.lahan', 'admin.bp'];
  await mergeInto('lahan', BP);
  await hiddenFrom(id, ...eyes);
  const national = await city.as('national');
  expect((await national.view(id)).legal).toContain('dispose');
  for (const username of eyes) {
    const token = await signIn(username);
    const found = await city.platform.request('GET', `/api/v1/cases?q=${id}`, { token });
    expect(found.text).not.toContain(id);
    const answer = await city.platform.request('POST', `/api/v1/cases/${id}/note`, {
      token,
      body: { text: 'Siapa yang melapor?' },
    });
    expect(answer.status).toBe(404);
  }
});
