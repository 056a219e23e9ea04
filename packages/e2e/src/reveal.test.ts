import { randomUUID } from 'node:crypto';
import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, solved } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork, Officer } from './city-at-work.ts';

// Who reported is shown to somebody above the holder, for a purpose and a reason, and the reporter sees both.

const NAME = 'Kartini Wulansari';
const EMAIL = 'kartini.wulansari@warga.example';
const REASON = 'Surat permintaan Polresta Barelang nomor B/112/III/2026.';

let city: CityAtWork;
let receipt: Receipt;
let admin: Officer;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  const complaint = aboutARoad({ anonymous: true, reporter: { name: NAME, email: EMAIL } });
  receipt = await city.file(complaint, { prefer: 'wait=5' });
  admin = await city.as('cityAdmin');
});
afterAll(() => city.close());

const ask = ({ token }: Officer, body: object, key: string = randomUUID()) =>
  city.platform.request('POST', `/api/v1/cases/${receipt.trackingId}/reveal`, {
    token,
    body,
    headers: { 'idempotency-key': key },
  });
const whole = { purpose: 'law_enforcement', reason: REASON };
const reveals = (view: { readonly timeline: readonly { readonly type: string }[] }) =>
  view.timeline.filter(({ type }) => type === 'CaseIdentityRevealed');

describe('the identity of an anonymous reporter', () => {
  test('is not shown without a purpose of the list and a reason', async () => {
    for (const [field, body] of [
      ['purpose', { reason: REASON }],
      ['purpose', { purpose: 'curiosity', reason: REASON }],
      ['reason', { purpose: 'court_order' }],
      ['reason', { purpose: 'court_order', reason: '   ' }],
      ['reason', { purpose: 'court_order', reason: 'x' }],
      ['reason', { purpose: 'court_order', reason: '...' }],
    ] as const) {
      const answer = await ask(admin, body);
      expect(answer.status, answer.text).toBe(400);
      expect(answer.text).toContain(`"field":"${field}"`);
      expect(answer.text).not.toContain(NAME);
    }
    expect(reveals(await city.view(receipt.trackingId, receipt.accessCode))).toEqual([]);
  });

  test('is not for those who hold the case, nor for anybody beside', async () => {
    for (const name of ['roads', 'coordinator', 'leader', 'clerk', 'health', 'inspector'] as const) {
      const answer = await ask(await city.as(name), whole);
      expect(answer.status, `${name}: ${answer.text}`).toBe(403);
      expect(answer.text).not.toContain(NAME);
    }
  });

  test('is shown to the admin above, once for a key; the reporter sees who looked and why, and is told', async () => {
    expect(JSON.stringify(await admin.view(receipt.trackingId))).not.toContain(NAME);
    const key = randomUUID();
    const first = await ask(admin, whole, key);
    expect(first.json).toEqual({ name: NAME, email: EMAIL });
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect((await ask(admin, whole, key)).json).toEqual(first.json);

    const own = await city.view(receipt.trackingId, receipt.accessCode);
    expect(reveals(own)).toMatchObject([
      { kind: 'law_enforcement', text: REASON, agency: { name: 'Pemerintah Kota Batam' } },
    ]);
    await city.mailbox.waitFor(EMAIL, 'identitas Anda dilihat');
    const path = `/lacak/${receipt.trackingId}`;
    const page = await city.platform.request('GET', path, { accessCode: receipt.accessCode });
    expect(page.status).toBe(200);
    // It does not stay open: the next look is one of its own.
    expect(JSON.stringify(await admin.view(receipt.trackingId))).not.toContain(NAME);
  });

  test('that it was looked at is between the reporter and those who may look', async () => {
    expect(reveals(await admin.view(receipt.trackingId))).toHaveLength(1);
    expect(reveals(await (await city.as('roads')).view(receipt.trackingId))).toEqual([]);
    expect(reveals(await city.view(receipt.trackingId))).toEqual([]);
    expect(city.platform.said()).not.toContain(NAME);
    expect(city.platform.said()).not.toContain('Polresta Barelang');
  });

  test('is asked for on a page that says what it means', async () => {
    const cookie = `lapor_petugas=${admin.token}`;
    const path = `/petugas/laporan/${receipt.trackingId}`;
    const look = (page: string, token = cookie) =>
      city.platform.request('GET', page, { headers: { accept: 'text/html', cookie: token } });
    expect((await look(path)).text).toContain(`${path}/identitas`);
    const form = await look(`${path}/identitas`);
    expect(form.text).toContain('Pelapor akan melihat');
    expect(form.text).not.toContain(NAME);
    const roads = `lapor_petugas=${(await city.as('roads')).token}`;
    expect((await look(path, roads)).text).not.toContain('/identitas');
    expect((await look(`${path}/identitas`, roads)).status).toBe(403);
    const token = /name="(\w+)" value="([^"]+)"/.exec(form.text)!;
    const formCookies = form.headers.getSetCookie().map((each) => each.split(';')[0]);
    const send = (alasan: string) =>
      city.platform.request('POST', `${path}/identitas`, {
        body: new URLSearchParams({ [token[1]!]: token[2]!, tujuan: 'court_order', alasan }).toString(),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'text/html',
          origin: city.platform.url,
          cookie: [cookie, ...formCookies].join('; '),
        },
      });
    const hollow = await send('...');
    expect(hollow.status).toBe(400);
    expect(hollow.text).toContain('surat, perintah, atau keperluan yang mana');
    expect(hollow.text).not.toContain(NAME);
    const shown = await send('Perintah pengadilan nomor 5/Pid/2026.');
    expect(shown.status, shown.text).toBe(200);
    expect(shown.text).toContain(NAME);
    expect(reveals(await city.view(receipt.trackingId, receipt.accessCode))).toHaveLength(2);
  });
});

test('whose identity is erased counts as nobody who can be told, and there is nothing to look at', async () => {
  const { trackingId, accessCode } = await city.file(aboutARoad({ reporter: { name: NAME, email: EMAIL } }), {
    prefer: 'wait=5',
  });
  const roads = await city.as('roads');
  expect(await roads.view(trackingId)).toMatchObject({ reachable: true });
  expect(await admin.view(trackingId)).toMatchObject({ mayReveal: true });
  const { figures: before } = await city.summaryOf({ followedUp: 0 });
  const erase = `/api/v1/complaints/${trackingId}/erase`;
  good(await city.platform.request('POST', erase, { accessCode, body: { scope: 'identity' } }), 200);
  expect(await roads.view(trackingId)).toMatchObject({ reachable: false });
  expect(await admin.view(trackingId)).toMatchObject({ mayReveal: false });
  const path = `/api/v1/cases/${trackingId}/reveal`;
  const answer = await city.platform.request('POST', path, { token: admin.token, body: whole });
  expect(answer.status, answer.text).toBe(409);
  expect(reveals(await city.view(trackingId, accessCode))).toEqual([]);

  await roads.do(trackingId, solved());
  const { figures } = await city.summaryOf({ followedUp: 1 });
  expect(figures.answeredReachable).toBe(before.answeredReachable);
});

test('of a protected case it is for the inspectorate alone', async () => {
  const { trackingId } = await city.file(
    aboutARoad({ aboutOfficial: true, anonymous: true, reporter: { name: NAME, email: EMAIL } }),
    { prefer: 'wait=5' },
  );
  const path = `/api/v1/cases/${trackingId}/reveal`;
  const asked = async (name: 'inspector' | 'cityAdmin' | 'national') =>
    city.platform.request('POST', path, { token: (await city.as(name)).token, body: whole });
  expect((await asked('cityAdmin')).status).toBe(404);
  expect((await asked('national')).status).toBe(404);
  expect(good(await asked('inspector'), 200)).toEqual({ name: NAME, email: EMAIL });
});
