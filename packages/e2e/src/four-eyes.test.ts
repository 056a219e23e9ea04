import { agencyIdFor } from '@lapor/kernel';
import type { AgencyInfo, Inbox, OfficerCaseView } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { forTriage, solved } from './builders.ts';
import { ADMIN_PASSWORD, AREA, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import { until } from './until.ts';
import { openPages } from './fixtures/pages.ts';
import type { CityAtWork } from './city-at-work.ts';
import { picture, sendImages } from './pictures.ts';

// Where an agency wants it, its liaison drafts and its supervisor releases; the reporter sees what was released.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  const { token } = await city.as('national');
  const units = 'key,name,kind,four_eyes\nair,Perusahaan Air,unit,yes';
  const officers = [
    'username,name,role,unit_key,email,phone',
    'petugas.air,Galih Penghubung,liaison,air,petugas.air@kota.example,',
    'kepala.air,Ratih Kepala,supervisor,air,kepala.air@kota.example,',
  ].join('\n');
  const body = { area: AREA, units, officers, initialPassword: OFFICER_PASSWORD, reason: 'BLUD baru' };
  const { status, text } = await city.platform.request('POST', '/api/v1/directory/import', { token, body });
  if (status !== 200) throw new Error(text);
});
afterAll(() => city.close());

async function tokenOf(username: string): Promise<string> {
  const body = { username, password: OFFICER_PASSWORD };
  return ((await city.platform.request('POST', '/api/v1/sessions', { body })).json as { token: string })
    .token;
}

/** A draft is decided about by whoever has just read it. */
async function sendTo(id: string, token: string, command: string, body: unknown) {
  const at = `/api/v1/cases/${id}`;
  if (command !== 'release-answer' && command !== 'send-back')
    return city.platform.request('POST', `${at}/${command}`, { token, body });
  const { version } = (await city.platform.request('GET', at, { token })).json as OfficerCaseView;
  const headers = { 'if-match': `"${version}"` };
  return city.platform.request('POST', `${at}/${command}`, { token, body, headers });
}

describe('four eyes', () => {
  test('no draft is released, or sent back, that was not read', async () => {
    const { trackingId: id } = await city.file(forTriage());
    await (await city.as('cityAdmin')).do(id, { command: 'dispose', agencyId: agencyIdFor(`${AREA}/air`) });
    const [liaison, supervisor] = await Promise.all([tokenOf('petugas.air'), tokenOf('kepala.air')]);
    const { command: _command, ...answer } = solved();
    const at = `/api/v1/cases/${id}`;
    const post = (token: string, command: string, body: object) =>
      city.platform.request('POST', `${at}/${command}`, { token, body });
    const read = good<OfficerCaseView>(await post(liaison, 'draft', answer), 200);
    good(await post(liaison, 'draft', { ...answer, text: 'Lubang itu akan kami tutup tahun depan.' }), 200);
    const issues = [{ field: 'expectedVersion' }];
    for (const [command, body] of [
      ['release-answer', {}],
      ['send-back', { reason: 'Sebut nama jalannya.' }],
    ] as const) {
      expect(await post(supervisor, command, body)).toMatchObject({ status: 400, json: { issues } });
      const late = await post(supervisor, command, { ...body, expectedVersion: read.version });
      expect(late).toMatchObject({ status: 409, json: { code: 'conflict', caseStatus: 'assigned' } });
    }
    // While the reporter is asked it waits for nobody else.
    const drafts = async () =>
      good<Inbox>(
        await city.platform.request('GET', '/api/v1/cases?drafts=true', { token: supervisor }),
        200,
      );
    expect(await drafts()).toMatchObject({ total: 1, cases: [{ id }] });
    good(await post(liaison, 'ask', { question: 'Di depan nomor berapa?' }), 200);
    expect(await drafts()).toMatchObject({ total: 0, cases: [] });
  });

  test('a liaison cannot answer, a draft is seen by no reporter, and its drafter does not release it', async () => {
    const receipt = await city.file(forTriage());
    const { trackingId: id, accessCode } = receipt;
    await (await city.as('cityAdmin')).do(id, { command: 'dispose', agencyId: agencyIdFor(`${AREA}/air`) });
    const [liaison, supervisor] = await Promise.all([tokenOf('petugas.air'), tokenOf('kepala.air')]);
    const post = (token: string, command: string, body: unknown = {}) => sendTo(id, token, command, body);
    const { command: _command, ...answer } = solved();

    const refused = await post(liaison, 'answer', answer);
    expect(refused).toMatchObject({ status: 409, json: { code: 'illegal' } });
    expect((refused.json as { legal: string[] }).legal).toContain('draft');
    expect((await post(liaison, 'draft', { ...answer, evidence: [] })).status).toBe(400);
    expect((await post(liaison, 'draft', answer)).status).toBe(200);
    await city.mailbox.waitFor('kepala.air@kota.example', 'menunggu dilepas');
    for (const seen of [await city.view(id, accessCode), await city.view(id)]) {
      expect(seen.status).toBe('assigned');
      expect(JSON.stringify(seen)).not.toMatch(/ditambal|AnswerDrafted/);
    }
    expect((await post(liaison, 'release-answer')).status).toBe(403);
    // Who looks over what goes out is one person too.
    expect((await post(supervisor, 'draft', answer)).status).toBe(200);
    expect((await post(supervisor, 'release-answer')).status).toBe(403);
    const round = await post(supervisor, 'answer', answer);
    expect(['illegal', 'forbidden']).toContain((round.json as { code: string }).code);
    expect((await post(liaison, 'draft', answer)).status).toBe(200);
    expect((await post(supervisor, 'send-back', { reason: 'Sebut nama jalannya.' })).status).toBe(200);
    expect((await post(supervisor, 'release-answer')).status).toBe(409);
    expect(
      (await post(liaison, 'draft', { ...answer, text: 'Lubang di Jalan Imam Bonjol sudah ditambal.' }))
        .status,
    ).toBe(200);
    expect((await post(supervisor, 'release-answer')).status).toBe(200);
    const told = await city.view(id, accessCode);
    expect(told.status).toBe('answered');
    expect(told.timeline.findLast(({ type }) => type === 'CaseAnswered')?.text).toContain('Imam Bonjol');
    expect(JSON.stringify(told)).not.toContain('Sebut nama jalannya');
  });

  test('a photo of a draft is shown to the reporter once it is released, and the flag on it stays', async () => {
    const used = await picture(1);
    const released: (number | undefined)[] = [];
    for (let at = 0; at < 2; at += 1) {
      const { trackingId: id, accessCode } = await city.file(forTriage());
      await (await city.as('cityAdmin')).do(id, { command: 'dispose', agencyId: agencyIdFor(`${AREA}/air`) });
      const [liaison, supervisor] = await Promise.all([tokenOf('petugas.air'), tokenOf('kepala.air')]);
      const post = (token: string, command: string, body: unknown = {}) => sendTo(id, token, command, body);
      const headers = { authorization: `Bearer ${liaison}` };
      const sent = await sendImages(city.platform, `/api/v1/cases/${id}/attachments`, headers, [used]);
      const { attachments } = (await sent.json()) as { attachments: { id: string }[] };
      const photo = attachments[0]!.id;
      const { command: _command, ...answer } = solved({ evidence: [], photos: [photo] });
      expect((await post(liaison, 'draft', answer)).status).toBe(200);
      const look = (viewer: object) =>
        city.platform.request('GET', `/api/v1/complaints/${id}/attachments/${photo}`, viewer);
      expect((await look({ accessCode })).status).toBe(404);
      expect((await look({ token: supervisor })).status).toBe(200);
      expect(JSON.stringify(await city.view(id, accessCode))).not.toContain(photo);
      const { json } = await post(supervisor, 'release-answer');
      const step = (json as OfficerCaseView).timeline.findLast(({ type }) => type === 'CaseAnswered');
      released.push(step?.photosReusedOn);
      expect((await look({ accessCode })).status).toBe(200);
    }
    expect(released).toEqual([undefined, 2]);
  });

  test('a photo of a draft that was sent back has been shown nowhere', async () => {
    const bytes = await picture(71);
    const [liaison, supervisor] = await Promise.all([tokenOf('petugas.air'), tokenOf('kepala.air')]);
    const flags: unknown[] = [];
    for (const sentBack of [true, false, false]) {
      const { trackingId: id } = await city.file(forTriage());
      await (await city.as('cityAdmin')).do(id, { command: 'dispose', agencyId: agencyIdFor(`${AREA}/air`) });
      const post = (token: string, command: string, body: unknown = {}) => sendTo(id, token, command, body);
      const headers = { authorization: `Bearer ${liaison}` };
      const sent = await sendImages(city.platform, `/api/v1/cases/${id}/attachments`, headers, [bytes]);
      const { attachments } = (await sent.json()) as { attachments: { id: string }[] };
      const { command: _command, ...answer } = solved({ evidence: [], photos: [attachments[0]!.id] });
      const { json } = await post(liaison, 'draft', answer);
      const step = (json as OfficerCaseView).timeline.findLast(({ type }) => type === 'AnswerDrafted');
      flags.push(step?.photosReusedOn);
      const next = sentBack
        ? await post(supervisor, 'send-back', { reason: 'Foto ini bukan dari tempat itu.' })
        : await post(supervisor, 'release-answer');
      expect(next.status).toBe(200);
      if (!sentBack) continue;
      const { command: _again, ...inWords } = solved();
      expect((await post(liaison, 'draft', inWords)).status).toBe(200);
      expect((await post(supervisor, 'release-answer')).status).toBe(200);
    }
    // What was released counts as before.
    expect(flags).toEqual([undefined, undefined, 2]);
  });

  test('a photo of a draft that still waits has been shown nowhere either; it is looked at when it is released', async () => {
    const bytes = await picture(72);
    const [liaison, supervisor, admin] = await Promise.all([
      tokenOf('petugas.air'),
      tokenOf('kepala.air'),
      city.as('cityAdmin'),
    ]);
    const drafted = async () => {
      const { trackingId: id } = await city.file(forTriage());
      await admin.do(id, { command: 'dispose', agencyId: agencyIdFor(`${AREA}/air`) });
      const headers = { authorization: `Bearer ${liaison}` };
      const sent = await sendImages(city.platform, `/api/v1/cases/${id}/attachments`, headers, [bytes]);
      const { attachments } = (await sent.json()) as { attachments: { id: string }[] };
      const { command: _command, ...body } = solved({ evidence: [], photos: [attachments[0]!.id] });
      const path = `/api/v1/cases/${id}/draft`;
      good(await city.platform.request('POST', path, { token: liaison, body }), 200);
      return id;
    };
    const flag = async (id: string, type: string) =>
      (await admin.view(id)).timeline.findLast((step) => step.type === type)?.photosReusedOn;
    const release = (id: string) => sendTo(id, supervisor, 'release-answer', {});
    const [first, second] = [await drafted(), await drafted()];
    expect(await flag(second, 'AnswerDrafted')).toBeUndefined();
    good(await release(second), 200);
    expect(await flag(second, 'CaseAnswered')).toBeUndefined();
    good(await release(first), 200);
    expect(await flag(first, 'CaseAnswered')).toBe(2);
  });

  test('what waits for a release is a queue of whoever may release it, and of nobody else', async () => {
    const { trackingId: id } = await city.file(forTriage());
    const [admin, liaison, supervisor] = await Promise.all([
      city.as('cityAdmin'),
      tokenOf('petugas.air'),
      tokenOf('kepala.air'),
    ]);
    await admin.do(id, { command: 'dispose', agencyId: agencyIdFor(`${AREA}/air`) });
    const post = (token: string, command: string, body: unknown = {}) => sendTo(id, token, command, body);
    const queue = async (token: string) => {
      const { cases, total } = good<Inbox>(
        await city.platform.request('GET', '/api/v1/cases?drafts=true', { token }),
        200,
      );
      expect(total).toBe(cases.length);
      return cases.map((item) => ({ id: item.id, may: item.legal.includes('release-answer') }));
    };
    const inbox = async (token: string) => {
      const headers = { accept: 'text/html', cookie: `lapor_petugas=${token}` };
      return (await city.platform.request('GET', '/petugas', { headers })).text;
    };
    const step = `/petugas/laporan/${id}?buka=lepas-jawaban#langkah`;
    const { command: _command, ...answer } = solved();
    expect(await queue(supervisor)).toEqual([]);

    expect((await post(liaison, 'draft', answer)).status).toBe(200);
    expect(await queue(supervisor)).toEqual([{ id, may: true }]);
    for (const token of [liaison, admin.token, (await city.as('roads')).token])
      expect(await queue(token)).toEqual([]);
    const shown = await inbox(supervisor);
    expect(shown).toContain('Menunggu Anda lepas');
    expect(shown).toContain(step);
    const own = await inbox(liaison);
    expect(own).toContain('konsep menunggu dilepas');
    expect(own).not.toContain(step);
    expect(own).not.toContain('?buka=tindak-lanjut');

    // Whoever drafts it anew is not the second pair of eyes.
    expect((await post(supervisor, 'draft', answer)).status).toBe(200);
    expect(await queue(supervisor)).toEqual([]);
    expect((await post(liaison, 'draft', answer)).status).toBe(200);
    expect((await post(supervisor, 'send-back', { reason: 'Sebut nama jalannya.' })).status).toBe(200);
    expect(await queue(supervisor)).toEqual([]);
    expect((await post(liaison, 'draft', answer)).status).toBe(200);
    expect((await post(supervisor, 'release-answer')).status).toBe(200);
    expect(await queue(supervisor)).toEqual([]);
  });

  test('whoever releases the draft of a promise sees its day before, on the form too', async () => {
    const { trackingId: id } = await city.file(forTriage());
    await (await city.as('cityAdmin')).do(id, { command: 'dispose', agencyId: agencyIdFor(`${AREA}/air`) });
    const { command: _command, ...promise } = solved({
      kind: 'promised',
      evidence: [],
      promisedDate: '2026-03-20',
      text: 'Pipa dipasang setelah galian selesai.',
    });
    const [liaison, supervisor] = await Promise.all([tokenOf('petugas.air'), tokenOf('kepala.air')]);
    const at = `/api/v1/cases/${id}`;
    const drafted = await city.platform.request('POST', `${at}/draft`, { token: liaison, body: promise });
    expect(drafted.status, drafted.text).toBe(200);
    const { json } = await city.platform.request('GET', at, { token: supervisor });
    const { timeline } = json as OfficerCaseView;
    expect(timeline.find(({ type }) => type === 'AnswerDrafted')).toMatchObject({
      kind: 'promised',
      promisedDate: '2026-03-20',
    });
    const pages = openPages(city.platform.url, 'Firefox/128.0');
    await pages.send('/masuk', { nama_pengguna: 'kepala.air', sandi: OFFICER_PASSWORD });
    const { text } = await pages.get(`/petugas/laporan/${id}`);
    const form = text.slice(text.indexOf('<summary>Lepas konsep jawaban</summary>'));
    expect(form).toContain('Dijanjikan untuk 20 Maret 2026');
    expect(form.indexOf('Dijanjikan untuk')).toBeLessThan(form.indexOf('Kirim jawaban ini</button></p>'));
  });
});

test('an admin requires four eyes, with a reason, over HTTP and on the page of the unit, and ends them again', async () => {
  const admin = await city.as('cityAdmin');
  const unit = agencyIdFor(`${AREA}/air`);
  const at = `/petugas/instansi/${unit}`;
  const set = (wanted: boolean, agency = unit) => {
    const body = { wanted, reason: 'SOP 3/2026' };
    const path = `/api/v1/agencies/${agency}/four-eyes`;
    return city.platform.request('POST', path, { token: admin.token, body });
  };
  expect((await set(true)).status).toBe(400);
  // Nobody there could release what the liaison drafts.
  expect((await set(true, agencyIdFor(`${AREA}/pu`))).status).toBe(400);
  expect(good<AgencyInfo>(await set(false), 200).fourEyes).toBe(false);
  const { trackingId: id } = await city.file(forTriage());
  await admin.do(id, { command: 'dispose', agencyId: unit });
  const liaison = await tokenOf('petugas.air');
  const seen = async () =>
    (await city.platform.request('GET', `/api/v1/cases/${id}`, { token: liaison })).json as OfficerCaseView;
  expect((await seen()).legal).toContain('answer');

  const pages = openPages(city.platform.url, 'Firefox/128.0');
  await pages.send('/masuk', { nama_pengguna: 'admin.kota', sandi: OFFICER_PASSWORD });
  const wish = { tindakan: 'four-eyes', empat_mata: 'ya' };
  const unsaid = await pages.send(at, wish);
  expect([unsaid.status, unsaid.text.includes('<a href="#four-eyes-alasan">')]).toEqual([400, true]);
  expect((await pages.send(at, { ...wish, alasan: 'Temuan audit' })).to).toBe(`${at}?kabar=tersimpan`);
  const { text } = await pages.get(at);
  expect(text).toContain('Empat mata: jawaban di sini');
  expect(text).toMatch(
    /jawaban wajib empat mata[\s\S]*Temuan audit[\s\S]*empat mata diakhiri[\s\S]*SOP 3\/2026/,
  );
  // An import that says nothing of it leaves it as it is.
  const files = { units: 'key,name,kind\nair,Perusahaan Air,unit', initialPassword: OFFICER_PASSWORD };
  const { token } = await city.as('national');
  const body = { area: AREA, officers: '', competence: '', ...files, reason: 'Ulang' };
  good(await city.platform.request('POST', '/api/v1/directory/import', { token, body }), 200);
  const later = await city.file(forTriage());
  await until(
    async () => {
      const { trackingId } = later;
      const view = await admin.view(trackingId);
      if (view.status === 'unverified') await admin.do(trackingId, { command: 'dispose', agencyId: unit });
      const path = `/api/v1/cases/${trackingId}`;
      const { json } = await city.platform.request('GET', path, { token: liaison });
      return (json as OfficerCaseView).legal.includes('draft') ? true : undefined;
    },
    () => 'the unit answers with two eyes still',
  );
});

test('a tier above takes up on its page what was asked for below, and is the one that ends it from then on', async () => {
  const unit = agencyIdFor(`${AREA}/air`);
  const at = `/petugas/instansi/${unit}`;
  const [national, own] = [
    openPages(city.platform.url, 'Firefox/128.0'),
    openPages(city.platform.url, 'curl'),
  ];
  await national.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
  await own.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const before = (await own.get(at)).text;
  expect(before).toContain('Diwajibkan oleh Pemerintah Kota Batam.');
  expect([before.includes('Akhiri empat mata'), before.includes('Wajibkan empat mata dari sini')]).toEqual([
    true,
    false,
  ]);
  expect((await national.get(at)).text).toContain('Wajibkan empat mata dari sini');
  const wish = { tindakan: 'bind-eyes', empat_mata: 'ya', alasan: 'Temuan BPK' };
  expect((await national.send(at, wish)).to).toBe(`${at}?kabar=tersimpan`);
  const after = (await own.get(at)).text;
  expect(after).toContain('Diwajibkan oleh Pemerintah Republik Indonesia.');
  expect(after).not.toContain('Akhiri empat mata');
  const ends = { tindakan: 'four-eyes', empat_mata: 'tidak', alasan: 'Terlalu lama' };
  expect((await own.send(at, ends)).status).toBe(403);
  expect((await national.send(at, ends)).to).toBe(`${at}?kabar=tersimpan`);
});
