import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, forTriage } from './builders.ts';
import { agencyId } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const HTML = { accept: 'text/html' };
const FORM = { ...HTML, 'content-type': 'application/x-www-form-urlencoded' };
/** What a slow line must carry before a page is there, everything uncompressed. */
const FIRST_VIEW_BYTES = 60_000;

describe('the first view', () => {
  test.each(['/', '/lapor', '/lacak', '/kinerja', '/bantuan'])('%s weighs little', async (path) => {
    const page = await city.platform.request('GET', path, { headers: HTML });
    expect(page.status).toBe(200);
    const linked = [...page.text.matchAll(/(?:src|href)="(\/aset\/[^"]+)"/g)].map(([, asset]) => asset ?? '');
    const assets = await Promise.all(
      [...new Set(linked)].map(async (asset) => {
        const answer = await city.platform.request('GET', asset);
        expect(answer.status, asset).toBe(200);
        expect(answer.headers.get('cache-control'), asset).toContain('immutable');
        return Buffer.byteLength(answer.text);
      }),
    );
    // Style, script and logo: without the build this test would weigh too little.
    expect(assets).toHaveLength(3);
    const bytes = assets.reduce((sum, size) => sum + size, Buffer.byteLength(page.text));
    expect(bytes).toBeLessThanOrEqual(FIRST_VIEW_BYTES);
  });
});

describe('pages', () => {
  test('run no script and take no style of their own', async () => {
    for (const path of ['/', '/lapor', '/kinerja', '/masuk']) {
      const { text, headers } = await city.platform.request('GET', path, { headers: HTML });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(text).not.toMatch(/<style|\sstyle="|\son\w+="|<script(?![^>]*\ssrc=)/);
    }
  });

  test('speak the language asked for, and remember it', async () => {
    const english = await city.platform.request('GET', '/?lang=en', { headers: HTML });
    expect(english.text).toContain('<html lang="en">');
    expect(english.headers.get('set-cookie')).toContain('lapor_bahasa=en');
    const asked = await city.platform.request('GET', '/', {
      headers: { ...HTML, 'accept-language': 'en-GB' },
    });
    expect(asked.text).toContain('<html lang="en">');
    const unknown = await city.platform.request('GET', '/', {
      headers: { ...HTML, 'accept-language': 'de' },
    });
    expect(unknown.text).toContain('<html lang="id">');
  });

  test('that are not there help people, and tell programs', async () => {
    const forPeople = await city.platform.request('GET', '/tidak-ada', { headers: HTML });
    expect(forPeople.status).toBe(404);
    expect(forPeople.text).toContain('Tidak ditemukan');
    const forPrograms = await city.platform.request('GET', '/api/v1/nothing', { headers: HTML });
    expect(forPrograms.headers.get('content-type')).toContain('application/problem+json');
  });

  test('for officers send others to the log-in, and never to another site after it', async () => {
    const refused = await fetch(`${city.platform.url}/petugas/laporan/7K3M9Q2TXA`, { redirect: 'manual' });
    expect(refused.headers.get('location')).toBe('/masuk?ke=%2Fpetugas%2Flaporan%2F7K3M9Q2TXA');
    for (const elsewhere of [
      'https://example.org/',
      '//example.org',
      '/petugas/../../x:y',
      '/petugas@example.org',
    ]) {
      const { text } = await city.platform.request('GET', `/masuk?ke=${encodeURIComponent(elsewhere)}`, {
        headers: HTML,
      });
      expect(text, elsewhere).toContain('name="ke" value="/petugas"');
    }
  });

  test('keep what was typed as text', async () => {
    const body = new URLSearchParams({
      isi: '</textarea><script>alert(1)</script>',
      judul: '"><img src=x>',
    }).toString();
    const origin = city.platform.url;
    const { text, status } = await city.platform.request('POST', '/lapor', {
      headers: { ...FORM, origin },
      body,
    });
    expect(status).toBe(400);
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toMatch(/<script>|<img src=x/);
  });
});

describe('forms', () => {
  const body = new URLSearchParams({ isi: 'Jalan berlubang.', wilayah: '21.71' }).toString();
  const send = (headers: Readonly<Record<string, string>>) =>
    fetch(`${city.platform.url}/lapor`, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...FORM, ...headers },
      body,
    });

  test.each([
    ['of another site, as browsers say', { 'sec-fetch-site': 'cross-site' }],
    ['of a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['of another origin', { origin: 'https://example.org' }],
    ['of nowhere, without our token', {}],
    ['with a token that is not the one of the cookie', { cookie: 'lapor_formulir=AAAAAAAAAAAAAAAAAAAAAA' }],
  ])('%s are refused', async (_what, headers) => {
    expect((await send(headers)).status).toBe(403);
  });

  test('of our own are taken, and the code is in no address', async () => {
    const answer = await send({ origin: city.platform.url });
    expect(answer.status).toBe(303);
    const cookie = answer.headers.getSetCookie().find((each) => each.startsWith('lapor_kode=')) ?? '';
    const code = /^lapor_kode=(\w+)/.exec(cookie)?.[1] ?? '';
    expect(code).not.toBe('');
    expect(answer.headers.get('location')).not.toContain(code);
    expect(cookie).toMatch(/Path=\/lacak\/[0-9A-Z]{10};.*HttpOnly.*SameSite=Lax/);
  });

  test('sent twice with one key file one complaint', async () => {
    const twice = new URLSearchParams({
      isi: 'Sekali saja.',
      wilayah: '21.71',
      _kunci: 'kunci-dua-kali-1',
    }).toString();
    const headers = { ...FORM, origin: city.platform.url };
    const places = [];
    for (let time = 0; time < 2; time += 1) {
      const answer = await fetch(`${city.platform.url}/lapor`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: twice,
      });
      places.push(answer.headers.get('location'));
    }
    expect(places[0]).toMatch(/^\/lacak\/[0-9A-Z]{10}\/tanda-terima$/);
    expect(places[1]).toBe(places[0]);
  });

  test('with a wrong access code say so beside the field, and open nothing', async () => {
    const { trackingId } = await city.file(forTriage());
    const { status, text, headers } = await city.platform.request('POST', '/lacak', {
      headers: { ...FORM, origin: city.platform.url },
      body: new URLSearchParams({ nomor: trackingId, kode: 'AAAAAAAA' }).toString(),
    });
    expect(status).toBe(401);
    expect(text).toMatch(/id="kode-error"[^>]*>Kode ini tidak cocok/);
    expect(headers.get('set-cookie') ?? '').not.toContain('lapor_kode');
  });
});

describe('photos', () => {
  const send = async (image: Blob, code: (real: string) => string) => {
    const { trackingId, accessCode } = await city.file(forTriage());
    const form = new FormData();
    form.append('image', image, 'foto.jpg');
    return fetch(`${city.platform.url}/lacak/${trackingId}/foto`, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...HTML, origin: city.platform.url, cookie: `lapor_kode=${code(accessCode)}` },
      body: form,
    });
  };

  test('that are too large, or none, are refused beside the field', async () => {
    const large = await send(new Blob([new Uint8Array(11 * 1024 * 1024)]), (code) => code);
    expect(large.status).toBe(413);
    expect(await large.text()).toMatch(/id="foto-error"[^>]*>Berkas atau teksnya terlalu besar/);
    const none = await send(new Blob([]), (code) => code);
    expect(none.status).toBe(400);
    expect(await none.text()).toMatch(/id="foto-error"[^>]*>Pilih fotonya dahulu/);
    const text = await send(new Blob(['a story']), (code) => code);
    expect(text.status).toBe(415);
  });

  test('without the code of the complaint are not even read', async () => {
    expect((await send(new Blob([new Uint8Array(1024)]), () => 'AAAAAAAA')).status).toBe(401);
  });
});

describe('figures', () => {
  test('say how many reports are in no row, and with whom they are', async () => {
    for (const complaint of [aboutARoad(), forTriage(), forTriage({ area: '31.71' })])
      await city.file(complaint);
    const shown = async (path: string) =>
      (await city.platform.request('GET', path, { headers: HTML })).text.replaceAll(/<[^>]+>|\s+/g, ' ');
    await expect
      .poll(() => shown('/kinerja'), { timeout: 20_000 })
      .toMatch(/Di luar tabel ini: 1 laporan di admin nasional/);
    await expect
      .poll(() => shown(`/kinerja/${agencyId('city')}`), { timeout: 20_000 })
      .toMatch(/Di luar tabel ini: \d+ laporan di Pemerintah Kota Batam sendiri/);
  });
});
