import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

test('anonymous: somebody who leaves nothing but keeps the code talks with the officer both ways', async () => {
  const roads = await city.as('roads');
  const receipt = await city.file(aboutARoad({ anonymous: true }), { prefer: 'wait=5' });
  const { trackingId, accessCode } = receipt;
  const seen = await roads.view(trackingId);
  expect(seen).toMatchObject({ anonymous: true, reachable: false });
  expect(seen).not.toHaveProperty('reporterName');

  await roads.do(trackingId, { command: 'ask', question: 'Di depan nomor berapa?' });
  const asked = await city.view(trackingId, accessCode);
  expect(asked.status).toBe('held');
  expect(asked.timeline.map(({ text }) => text)).toContain('Di depan nomor berapa?');
  expect(asked.private?.legal).toContain('reply');
  good(await city.reporter(receipt, { command: 'reply', text: 'Nomor dua belas.' }), 200);
  expect((await roads.view(trackingId)).timeline.map(({ text }) => text)).toContain('Nomor dua belas.');

  await roads.do(trackingId, followUp());
  await roads.do(trackingId, solved());
  const closed = good<{ outcome: string }>(
    await city.reporter(receipt, { command: 'solved', rating: 3 }),
    200,
  );
  expect(closed.outcome).toBe('confirmed');
  // What it said is for the two of them.
  expect(JSON.stringify(await city.view(trackingId))).not.toMatch(/nomor berapa|dua belas|ditambal/);
});

test('secret: a whole round of which the public sees the status, and the mail tells nothing (pain 5)', async () => {
  const email = 'rahasia@warga.example';
  const roads = await city.as('roads');
  const receipt = await city.file(aboutARoad({ secret: true, reporter: { name: 'Rukmini', email } }), {
    prefer: 'wait=5',
  });
  const { trackingId, accessCode } = receipt;
  for (const [command, status] of [
    [followUp(), 'in_progress'],
    [solved(), 'answered'],
  ] as const) {
    await roads.do(trackingId, command);
    const open = await city.view(trackingId);
    expect(open).toMatchObject({ status, visibility: 'status_only', timeline: [] });
    for (const hidden of ['type', 'category', 'area', 'agency', 'submittedAt'])
      expect(open, hidden).not.toHaveProperty(hidden);
  }
  expect(JSON.stringify(await roads.view(trackingId))).not.toContain('Rukmini');
  good(await city.reporter(receipt, { command: 'solved', rating: 4 }), 200);

  // Only the reporter may lift it; anonymity stays until it is lifted, too.
  const { token } = roads;
  const forced = await city.platform.request('POST', `/api/v1/cases/${trackingId}/privacy`, {
    token,
    body: { protected: true },
  });
  expect(forced.status).toBeGreaterThanOrEqual(403);
  good(await city.reporter(receipt, { command: 'privacy', secret: false }), 200);
  const lifted = await city.view(trackingId);
  expect(lifted).toMatchObject({ visibility: 'public', agency: { name: 'Dinas Pekerjaan Umum' } });
  expect((await city.view(trackingId, accessCode)).private).toMatchObject({ secret: false, anonymous: true });
  expect(JSON.stringify(await roads.view(trackingId))).not.toContain('Rukmini');

  await city.mailbox.waitFor(email, receipt.trackingIdText);
  for (const { subject, text } of city.mailbox.to(email)) {
    expect(`${subject}\n${text}`).toContain(receipt.trackingIdText);
    expect(`${subject}\n${text}`).not.toMatch(/pekerjaan umum|jalan|lubang|rukmini/i);
  }
});

test('protected: worked on and closed by the inspectorate; the unit it is about never learns of it', async () => {
  const [inspector, roads] = await Promise.all([city.as('inspector'), city.as('roads')]);
  const email = 'saksi@warga.example';
  const receipt = await city.file(
    aboutARoad({ aboutOfficial: true, agency: agencyId('roads'), reporter: { name: 'Saksi Kunci', email } }),
    { prefer: 'wait=5' },
  );
  const { trackingId } = receipt;
  const unitSeesNothing = async () => {
    expect((await roads.get(`/api/v1/cases/${trackingId}`)).status).toBe(404);
    expect((await roads.get(`/api/v1/cases/${trackingId}/deliveries`)).status).toBe(404);
    for (const query of [
      'pageSize=200',
      'ownOnly=true',
      'status=unverified',
      'status=answered',
      'status=closed',
    ])
      expect((await roads.get(`/api/v1/cases?${query}`)).text, query).not.toContain(trackingId);
    expect((await roads.try(trackingId, solved())).status).toBe(404);
  };
  await unitSeesNothing();
  await inspector.do(trackingId, { command: 'dispose', agencyId: agencyId('inspectorate') });
  await unitSeesNothing();
  await inspector.do(trackingId, followUp({ text: 'Inspektur sudah meminta keterangan dua saksi.' }));
  await inspector.do(trackingId, solved({ text: 'Petugas itu dipindahkan dan diberi sanksi tertulis.' }));
  await unitSeesNothing();
  good(await city.reporter(receipt, { command: 'solved' }), 200);
  await unitSeesNothing();
  expect(await city.view(trackingId)).toEqual({
    trackingId,
    trackingIdText: receipt.trackingIdText,
    status: 'closed',
    visibility: 'status_only',
    timeline: [],
  });
  await city.mailbox.waitFor(email, receipt.trackingIdText);
  const toUnit = city.mailbox.to('petugas.pu@kota.example').filter(({ text }) => text.includes(trackingId));
  expect(toUnit).toEqual([]);
});

test('protected under way: whoever has it from then on is told, the unit is not', async () => {
  const admin = await city.as('cityAdmin');
  const { trackingId, trackingIdText } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.mailbox.waitFor('petugas.pu@kota.example', trackingIdText);
  const before = city.mailbox.to('petugas.pu@kota.example').length;
  expect((await admin.try(trackingId, { command: 'privacy', protected: true })).status).toBe(204);
  const told = await city.mailbox.waitFor('pemeriksa.kota@kota.example', trackingIdText);
  expect(told.subject).toContain('laporan baru untuk unit Anda');
  expect(city.mailbox.to('petugas.pu@kota.example')).toHaveLength(before);
});

test('all of them are counted', async () => {
  const { figures } = await city.summaryOf({ received: 4, closed: 3 });
  expect(figures).toMatchObject({ closed: 3, closedByOutcome: { confirmed: 3 } });
});
