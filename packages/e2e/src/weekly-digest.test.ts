import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// Above the bodies nobody is waked by each case: once a week, in the morning, how many are overdue, body by body.

const DAY = 86_400_000;
const BODY = 'Lubang sedalam lutut di depan rumah makan Sederhana.';
const WATCHING = 'pengawas.nasional@negara.example';
const ELSEWHERE = 'pengawas.lain@negara.example';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'), {}, ['notification']);
  await overseer('pengawas.nasional', WATCHING, { scopeAgencyId: agencyIdFor('nasional') });
  await overseer('pengawas.lain', ELSEWHERE, { scopeAgencyId: agencyId('city'), scopeArea: '31' });
});
afterAll(() => city.close());

const digests = (to = WATCHING) =>
  city.mailbox.all().filter((mail) => mail.to === to && mail.subject.includes('Ringkasan mingguan'));

async function overseer(username: string, email: string, scope: object): Promise<string> {
  const { token } = await city.as('national');
  const body = {
    username,
    name: username,
    role: 'overseer',
    agencyId: agencyIdFor('nasional'),
    email,
    reason: 'SK penugasan',
    ...scope,
  };
  const { oneTimePassword: oldPassword } = good<{ oneTimePassword: string }>(
    await city.platform.request('POST', '/api/v1/officers', { token, body }),
    201,
  );
  const first = await signIn(username, oldPassword);
  const newPassword = 'sandi pengawas lain 4';
  const change = { token: first, body: { oldPassword, newPassword } };
  expect((await city.platform.request('POST', '/api/v1/sessions/password', change)).status).toBe(204);
  return signIn(username, newPassword);
}

async function signIn(username: string, password: string): Promise<string> {
  const answer = await city.platform.request('POST', '/api/v1/sessions', { body: { username, password } });
  return good<{ token: string }>(answer, 201).token;
}

/** What was planned in one round has left by the end of the next. */
async function moveOn(milliseconds: number): Promise<void> {
  await city.moveClock(milliseconds - 1_000);
  await city.moveClock(1_000);
}

test('tells how much is overdue where, once a week, also after a restart; whoever has nothing there, nothing', async () => {
  for (const _each of [1, 2, 3]) await city.file(aboutARoad({ body: BODY }), { prefer: 'wait=5' });
  // Tuesday, nine: from here to half past eight on Monday in four weeks.
  await moveOn(27 * DAY - 30 * 60_000);
  const [digest, ...others] = digests();
  expect(others).toEqual([]);
  expect(digest?.text).toMatch(/- .*Batam: 3\s/);
  expect(digest?.text).not.toMatch(/Lubang|Sederhana/);
  expect(digests(ELSEWHERE)).toEqual([]);

  await city.crash();
  await moveOn(5 * 60_000);
  expect(digests()).toHaveLength(1);
  // Tuesday to Friday of the same week, then Monday.
  for (const _each of [1, 2, 3, 4]) await moveOn(DAY);
  expect(digests()).toHaveLength(1);
  await moveOn(3 * DAY);
  expect(digests()).toHaveLength(2);
});

test('is not sent to whoever wants none', async () => {
  const token = await signIn('pengawas.nasional', 'sandi pengawas lain 4');
  const wish = { token, body: { morningMessage: false } };
  good(await city.platform.request('PUT', '/api/v1/preferences', wish), 200);
  const before = digests().length;
  await moveOn(7 * DAY);
  expect(digests()).toHaveLength(before);
});
