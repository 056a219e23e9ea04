import type { ComplaintView, OfficerCaseView, Receipt, ReleaseDraft, ReleasePreview } from '@lapor/portal';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork, Officer } from './city-at-work.ts';

// Words and photos are not public until an admin released them, and then with black where somebody marked them.

const NAME = 'Kartini Wulansari';
const BODY = `Saya ${NAME}. Pak Hartono memarkir BP 1234 AB di trotoar pasar; telepon saya 0812-3456-7890.`;
const ANSWER = 'Pemilik, Pak Hartono, sudah ditegur dan kendaraan dipindahkan.';

let city: CityAtWork;
let admin: Officer;
let roads: Officer;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  [admin, roads] = await Promise.all([city.as('cityAdmin'), city.as('roads')]);
});
afterAll(() => city.close());

const fileOne = (more: object = {}): Promise<Receipt> =>
  city.file(aboutARoad({ title: 'Parkir di trotoar', body: BODY, reporter: { name: NAME }, ...more }), {
    prefer: 'wait=5',
  });
const answer = (id: string) => roads.do(id, { command: 'answer', kind: 'explained', text: ANSWER });
const post = (id: string, command: string, body: object, { token }: Officer = admin) =>
  city.platform.request('POST', `/api/v1/cases/${id}/${command}`, { token, body });
const draftOf = async (id: string) => good<ReleaseDraft>(await admin.get(`/api/v1/cases/${id}/release`), 200);
const seqOf = ({ timeline }: Pick<OfficerCaseView, 'timeline'>, type: string) =>
  timeline.findLast((step) => step.type === type)!.seq;
const stepOf = ({ timeline }: Pick<ComplaintView, 'timeline'>, type: string) =>
  timeline.findLast((step) => step.type === type);

describe('words', () => {
  test('are nobody’s to read before they are released; then as they were marked, and no more', async () => {
    const { trackingId, accessCode } = await fileOne();
    const seq = seqOf(await answer(trackingId), 'CaseAnswered');
    const before = await city.view(trackingId);
    expect(before.released).toBeUndefined();
    expect(JSON.stringify(before)).not.toMatch(/trotoar|Hartono|ditegur/);

    const draft = await draftOf(trackingId);
    expect(draft).toMatchObject({ title: 'Parkir di trotoar', body: BODY, mayWithhold: true });
    expect(draft.suggestions.map(({ text }) => text)).toEqual(
      expect.arrayContaining([NAME, 'Hartono', 'BP 1234 AB']),
    );

    const wish = { report: true, steps: [seq], hide: ['hartono', 'BP 1234 AB', NAME] };
    const preview = good<ReleasePreview>(await post(trackingId, 'release', { ...wish, dryRun: true }), 200);
    expect(preview.report?.body).toBe(
      'Saya █████. Pak █████ memarkir █████ di trotoar pasar; telepon saya [telepon].',
    );
    expect((await city.view(trackingId)).released).toBeUndefined();

    good(await post(trackingId, 'release', wish), 200);
    const after = await city.view(trackingId);
    expect(after.released?.report).toEqual(preview.report);
    expect(stepOf(after, 'CaseAnswered')?.text).toBe(
      'Pemilik, Pak █████, sudah ditegur dan kendaraan dipindahkan.',
    );
    expect(JSON.stringify(after)).not.toMatch(/Hartono|Kartini|1234|0812/);

    // Those who may read the words read them as they are, and what is public of them.
    expect(await roads.view(trackingId)).toMatchObject({ body: BODY, released: after.released });
    const own = await city.view(trackingId, accessCode);
    expect(own.private?.body).toBe(BODY);
    expect(own.released).toEqual(after.released);
    expect(city.platform.said()).not.toMatch(/Hartono|Kartini/);
  });

  test('are released again with other parts, keep the marks for whoever does so, and are taken back', async () => {
    const { trackingId } = await fileOne();
    good(await post(trackingId, 'release', { report: true, hide: ['Hartono'] }), 200);
    expect((await draftOf(trackingId)).last).toMatchObject({ report: true, hide: ['Hartono'] });
    const seq = seqOf(await answer(trackingId), 'CaseAnswered');
    // What was said since is not public by itself.
    expect(stepOf(await city.view(trackingId), 'CaseAnswered')?.text).toBeUndefined();
    good(await post(trackingId, 'release', { report: false, steps: [seq], hide: ['Hartono'] }), 200);
    const second = await city.view(trackingId);
    expect(second.released?.report).toBeUndefined();
    expect(stepOf(second, 'CaseAnswered')?.text).toContain('ditegur');
    good(await post(trackingId, 'withhold', { reason: 'Pemilik keberatan.' }), 200);
    expect(JSON.stringify(await city.view(trackingId))).not.toMatch(/ditegur|keberatan/);
    expect((await post(trackingId, 'withhold', {})).status).toBe(409);
  });

  test('are released once for a key, and not on top of what somebody has not seen', async () => {
    const { trackingId } = await fileOne();
    const { version } = await draftOf(trackingId);
    await answer(trackingId);
    const late = await post(trackingId, 'release', { report: true, expectedVersion: version });
    expect(late.status).toBe(409);
    const headers = { 'idempotency-key': 'sekali-saja-12345' };
    const path = `/api/v1/cases/${trackingId}/release`;
    const twice = { token: admin.token, body: { report: true }, headers };
    const first = good<OfficerCaseView>(await city.platform.request('POST', path, twice), 200);
    const again = good<OfficerCaseView>(await city.platform.request('POST', path, twice), 200);
    expect(again.version).toBe(first.version);
  });

  test('of a secret case are never public, and stop being so when the reporter makes it secret', async () => {
    const secret = await fileOne({ secret: true });
    expect((await post(secret.trackingId, 'release', { report: true })).status).toBe(409);
    const open = await fileOne();
    good(await post(open.trackingId, 'release', { report: true }), 200);
    expect((await city.view(open.trackingId)).released).toBeDefined();
    good(await city.reporter(open, { command: 'privacy', secret: true }), 200);
    expect(JSON.stringify(await city.view(open.trackingId))).not.toContain('trotoar');
    good(await city.reporter(open, { command: 'privacy', secret: false }), 200);
    expect((await city.view(open.trackingId)).released).toBeUndefined();
  });

  test('are gone when the reporter has them erased', async () => {
    const receipt = await fileOne();
    good(await post(receipt.trackingId, 'release', { report: true }), 200);
    good(await city.reporter(receipt, { command: 'withdraw' }), 200);
    const { trackingId, accessCode } = receipt;
    const path = `/api/v1/complaints/${trackingId}/erase`;
    good(await city.platform.request('POST', path, { accessCode, body: { scope: 'all' } }), 200);
    await expect.poll(async () => (await city.view(trackingId)).released).toBeUndefined();
    // Nobody is asked what to do with what is no more.
    await expect.poll(async () => (await roads.view(trackingId)).timeline.at(-1)?.type).toBe('WordsWithheld');
  });

  test('wait in a list for those who may release them, the longest waiting first', async () => {
    const first = await fileOne();
    await city.moveClock(60_000);
    const second = await fileOne();
    admin = await city.as('cityAdmin');
    roads = await city.as('roads');
    const waiting = async (officer: Officer) =>
      (await officer.inbox('unreleased=true&pageSize=200')).map(({ id }) => id);
    const ids = await waiting(admin);
    expect(ids.indexOf(first.trackingId)).toBeGreaterThanOrEqual(0);
    expect(ids.indexOf(second.trackingId)).toBeGreaterThan(ids.indexOf(first.trackingId));
    expect(await waiting(roads)).toEqual([]);
    good(await post(first.trackingId, 'release', { report: true }), 200);
    good(await post(second.trackingId, 'withhold', {}), 200);
    const left = await waiting(admin);
    expect(left).not.toContain(first.trackingId);
    expect(left).not.toContain(second.trackingId);
  });

  test.each([
    ['report', {}],
    ['report', { report: false }],
    ['steps', { report: true, steps: [1] }],
    ['steps', { report: true, steps: [0] }],
    ['photos', { report: true, photos: [{ id: 'NONE' }] }],
    ['hide', { report: true, hide: [''] }],
  ])('are not released by a wish that is wrong in %s', async (field, wish) => {
    const { trackingId } = await fileOne();
    const refused = await post(trackingId, 'release', wish);
    expect(refused.status, refused.text).toBe(400);
    expect(refused.text).toContain(`"field":"${field}`);
    expect((await city.view(trackingId)).released).toBeUndefined();
  });
});

describe('photos', () => {
  const RED = { r: 200, g: 30, b: 30 };
  const picture = (background: typeof RED) =>
    sharp({ create: { width: 400, height: 200, channels: 3, background } })
      .jpeg()
      .toBuffer();

  async function withPhoto(): Promise<{ receipt: Receipt; photo: string }> {
    const receipt = await fileOne();
    return { receipt, photo: await addPhoto(receipt) };
  }

  async function addPhoto({ trackingId, accessCode }: Receipt, background = RED): Promise<string> {
    const form = new FormData();
    const bytes = new Uint8Array(await picture(background));
    form.append('image', new Blob([bytes], { type: 'image/jpeg' }), 'a.jpg');
    const path = `${city.platform.url}/api/v1/complaints/${trackingId}/attachments`;
    const headers = { 'access-code': accessCode };
    const added = await fetch(path, { method: 'POST', body: form, headers });
    expect(added.status).toBe(201);
    const { attachments } = (await added.json()) as { attachments: { id: string }[] };
    return attachments[0]!.id;
  }

  const look = (id: string, photo: string, headers: Record<string, string> = {}) =>
    fetch(`${city.platform.url}/api/v1/complaints/${id}/attachments/${photo}`, { headers });

  async function colourAt(bytes: ArrayBuffer, left: number, top: number): Promise<readonly number[]> {
    const spot = { left, top, width: 1, height: 1 };
    return [...(await sharp(Buffer.from(bytes)).extract(spot).raw().toBuffer())];
  }

  test('are public only as the copy with its black areas; the one that was sent stays as it is', async () => {
    const { receipt, photo } = await withPhoto();
    const { trackingId, accessCode } = receipt;
    expect((await look(trackingId, photo)).status).toBe(401);
    const hide = [{ left: 50, top: 0, width: 25, height: 50 }];
    good(await post(trackingId, 'release', { report: false, photos: [{ id: photo, hide }] }), 200);
    expect((await city.view(trackingId)).released?.photos).toMatchObject([
      { id: photo, width: 400, height: 200 },
    ]);

    const shown = await look(trackingId, photo);
    expect(shown.status).toBe(200);
    const bytes = await shown.arrayBuffer();
    expect(Math.max(...(await colourAt(bytes, 250, 50)))).toBeLessThan(12);
    expect((await colourAt(bytes, 50, 50))[0]).toBeGreaterThan(180);
    const small = await fetch(`${shown.url}/thumbnail`);
    expect(Math.max(...(await colourAt(await small.arrayBuffer(), 200, 40)))).toBeLessThan(12);

    const original = await look(trackingId, photo, { 'access-code': accessCode });
    expect((await colourAt(await original.arrayBuffer(), 250, 50))[0]).toBeGreaterThan(180);
    expect((await draftOf(trackingId)).last?.photos).toEqual([{ id: photo, hide }]);
    // Taken back, nobody finds the copy any more.
    good(await post(trackingId, 'withhold', {}), 200);
    expect((await look(trackingId, photo)).status).toBe(401);
  });

  test('that come after the decision wait for somebody too, and are nobody’s to see until then', async () => {
    const { receipt, photo } = await withPhoto();
    const { trackingId } = receipt;
    const waits = async () =>
      (await (await city.as('cityAdmin')).inbox('unreleased=true&pageSize=200')).some(
        ({ id }) => id === trackingId,
      );
    good(await post(trackingId, 'release', { report: true, photos: [{ id: photo }] }), 200);
    expect(await waits()).toBe(false);
    const second = await addPhoto(receipt, { r: 30, g: 30, b: 200 });
    await expect.poll(waits).toBe(true);
    // What was public stays so; the new one is not.
    expect((await look(trackingId, photo)).status).toBe(200);
    expect((await look(trackingId, second)).status).toBe(401);
    good(await post(trackingId, 'withhold', {}), 200);
    expect(await waits()).toBe(false);
    await addPhoto(receipt, { r: 30, g: 200, b: 30 });
    await expect.poll(waits).toBe(true);
  });

  test('with an area beyond the picture are refused', async () => {
    const { receipt, photo } = await withPhoto();
    const hide = [{ left: 50, top: 0, width: 125, height: 50 }];
    const refused = await post(receipt.trackingId, 'release', {
      report: true,
      photos: [{ id: photo, hide }],
    });
    expect(refused.status).toBe(400);
  });
});

describe('on the pages', () => {
  const cookies = () => `lapor_petugas=${admin.token}`;
  const look = (path: string, cookie = cookies()) =>
    city.platform.request('GET', path, { headers: { accept: 'text/html', cookie } });
  const send = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(city.platform.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { accept: 'text/html', origin: city.platform.url, cookie: cookies() },
      redirect: 'manual',
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  test('an admin sees what it comes to before it is public, and goes on to the next', async () => {
    const { trackingId } = await fileOne();
    const following = await fileOne();
    const path = `/petugas/laporan/${trackingId}/publikasi`;
    expect((await look('/petugas/publikasi')).text).toContain(path);
    const form = (await look(path)).text;
    expect(form).toContain('Hartono');
    const [suggestion] = /hitam-\d+(?=" value="Hartono")/.exec(form) ?? [];
    const fields = { laporan: 'ya', [suggestion!]: 'Hartono', kata: 'trotoar pasar\n' };
    const preview = await send(path, { ...fields, aksi: 'pratinjau' });
    expect(preview.text).toContain('di █████; telepon saya [telepon].');
    const seen = /name="dilihat" value="([^"]+)"/.exec(preview.text)![1]!;
    // Something else than what was looked at is looked at first.
    const other = await send(path, { laporan: 'ya', aksi: 'terbit', dilihat: seen });
    expect(other.text).toContain('berubah sejak pratinjau');
    expect((await city.view(trackingId)).released).toBeUndefined();
    const done = await send(path, { ...fields, aksi: 'terbit', dilihat: seen });
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toMatch(/^\/petugas\/laporan\/\w+\/publikasi\?kabar=terbit$/);
    expect((await look(`/lacak/${trackingId}`, '')).text).toContain('di █████; telepon saya [telepon].');
    expect((await look(`/petugas/laporan/${following.trackingId}`)).text).toContain('menunggu diperiksa');
  });

  test('numbers of an area that are not whole are asked for again', async () => {
    const { trackingId } = await fileOne();
    const path = `/petugas/laporan/${trackingId}/publikasi`;
    expect((await send(path, { aksi: 'pratinjau' })).status).toBe(400);
    expect((await look(path, `lapor_petugas=${roads.token}`)).status).toBe(403);
  });
});
