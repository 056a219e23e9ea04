import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, forTriage } from './builders.ts';
import { agencyId } from './city.ts';
import type { OfficerName } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import type { Answer } from './platform.ts';
import { until } from './until.ts';

// The pages of an officer's day as a browser without a script sees them: forms and links, nothing else.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

async function page(name: OfficerName, path: string): Promise<Answer> {
  const { token } = await city.as(name);
  return city.platform.request('GET', path, {
    headers: { accept: 'text/html', cookie: `lapor_petugas=${token}` },
  });
}

async function send(
  name: OfficerName,
  path: string,
  fields: readonly (readonly string[])[],
): Promise<Answer> {
  const { token } = await city.as(name);
  return city.platform.request('POST', path, {
    headers: {
      accept: 'text/html',
      cookie: `lapor_petugas=${token}`,
      'content-type': 'application/x-www-form-urlencoded',
      origin: city.platform.url,
    },
    body: new URLSearchParams(
      fields.map(([field = '', value = '']): [string, string] => [field, value]),
    ).toString(),
  });
}

/** The boxes of a page: case and version. */
const boxesIn = (text: string) =>
  [...text.matchAll(/name="pilih" value="([^"]+)"/g)].map(([, value]) => value ?? '');

describe('several cases at once', () => {
  test('are passed on, each as it can be: done, or why not; sent twice, done once', async () => {
    const filed: Receipt[] = [];
    for (const title of ['Satu', 'Dua', 'Tiga'])
      filed.push(await city.file(forTriage({ title }), { prefer: 'wait=5' }));
    const inbox = await page('cityAdmin', '/petugas');
    const boxes = boxesIn(inbox.text);
    expect(boxes).toHaveLength(3);
    const [, , changed] = filed;
    await (await city.as('cityAdmin')).do(changed!.trackingId, { command: 'note', text: 'Sedang dilihat.' });

    const fields = [
      ...boxes.map((box) => ['pilih', box]),
      // All alike, as has been shown: what that is like is tried below.
      ...boxes.map((box) => ['dilihat', box.split('.')[0] ?? '']),
      ['_kunci', 'satu-formulir-12345'],
      ['langkah', 'teruskan'],
      ['unit', agencyId('roads')],
      ['teks', 'Mohon ditangani bersama.'],
    ];
    for (const _again of [1, 2]) {
      const answer = await send('cityAdmin', '/petugas/terusan', fields);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('2 dari 3 laporan didisposisikan.');
      expect(answer.text.match(/Sudah berubah sejak Anda melihatnya/g)).toHaveLength(1);
    }
    const roads = await city.as('roads');
    const [first] = filed;
    const { timeline } = await roads.view(first!.trackingId);
    const disposed = timeline.filter(({ type }) => type === 'CaseDisposed');
    expect(disposed.map(({ text }) => text)).toEqual(['Mohon ditangani bersama.']);
    expect((await roads.inbox()).map(({ id }) => id)).not.toContain(changed!.trackingId);
  });

  test('can be taken on by the agency itself', async () => {
    const box = boxesIn((await page('cityAdmin', '/petugas?keadaan=unverified')).text);
    expect(box).toHaveLength(1);
    const answer = await send('cityAdmin', '/petugas/terusan', [
      ['pilih', box[0] ?? ''],
      ['dilihat', box[0]?.split('.')[0] ?? ''],
      ['langkah', 'tangani'],
    ]);
    expect(answer.text).toContain('1 dari 1 laporan didisposisikan.');
    const [own] = await (await city.as('cityAdmin')).inbox('ownOnly=true');
    expect(own).toMatchObject({ status: 'assigned', agency: { code: agencyId('city') } });
  });

  test('that may be about the same matter are pointed out before they are passed on, ticked or not', async () => {
    const admin = await city.as('cityAdmin');
    const bodies = [
      'Pohon tumbang menutup gorong-gorong Jalan Anggrek dekat pos ronda Blok D.',
      'jln anggrek blok D dkt pos ronda ada pohon tumbang, gorong-gorong tertutup',
      'Papan nama puskesmas pembantu jatuh tertiup angin semalam.',
      'Gorong-gorong Jalan Anggrek tertutup pohon tumbang dekat pos ronda Blok D, tolong.',
    ];
    const filed = await Promise.all(
      bodies.map((body) => city.file(forTriage({ body }), { prefer: 'wait=5' })),
    );
    const [first, second, other, apart] = filed.map(({ trackingId }) => trackingId);
    const likes = async (id = '') =>
      (
        (await admin.get(`/api/v1/cases/${id}/similar`)).json as {
          readonly similar: readonly { readonly case: { readonly id: string } }[];
        }
      ).similar.map((each) => each.case.id);
    await until(
      async () => {
        const all = await likes(first);
        return all.includes(second ?? '') && all.includes(apart ?? '') ? true : undefined;
      },
      () => 'what is alike is not found',
    );
    const ticked = await Promise.all(
      [first, second, other].map(async (id = '') => ['pilih', `${id}.${(await admin.view(id)).version}`]),
    );
    const key = ['_kunci', 'mirip-formulir-12345'];
    const fields = [...ticked, key, ['langkah', 'teruskan'], ['unit', agencyId('roads')]];
    const told = await send('cityAdmin', '/petugas/terusan', fields);
    expect(told.status).toBe(200);
    expect(told.text).toContain('Belum ada yang didisposisikan: 2 laporan yang dipilih');
    // The two that are ticked, said of the first alone; beside both the one that is not.
    expect(told.text.match(/Ikut dipilih/g)).toHaveLength(1);
    expect(told.text.match(new RegExp(`<h4><a href="/petugas/laporan/${apart}">`, 'g'))).toHaveLength(2);
    expect(told.text).not.toContain(`aria-labelledby="serupa-${other}"`);
    expect(boxesIn(told.text)).toHaveLength(3);
    for (const id of [first, second, other])
      expect((await admin.view(id ?? '')).status, id).toBe('unverified');

    const seen = [...told.text.matchAll(/name="dilihat" value="([^"]+)"/g)].map(([, id]) => [
      'dilihat',
      id ?? '',
    ]);
    expect(seen).toHaveLength(3);
    const done = await send('cityAdmin', '/petugas/terusan', [...fields, ...seen]);
    expect(done.text).toContain('3 dari 3 laporan didisposisikan.');
    // The same form once more, as it was sent first: it was done, and nothing else is said of it.
    expect((await send('cityAdmin', '/petugas/terusan', fields)).text).toContain(
      '3 dari 3 laporan didisposisikan.',
    );
  });

  test('that are not ticked, have no unit, or are none of the officer’s, stay as they are', async () => {
    const { trackingId } = await city.file(forTriage({ title: 'Empat' }), {
      prefer: 'wait=5',
    });
    const { version } = await (await city.as('cityAdmin')).view(trackingId);
    const box = ['pilih', `${trackingId}.${version}`];
    const none = await send('cityAdmin', '/petugas/terusan', [['langkah', 'teruskan']]);
    expect({ status: none.status, told: none.text.includes('Pilih dahulu laporannya') }).toEqual({
      status: 400,
      told: true,
    });
    const noUnit = await send('cityAdmin', '/petugas/terusan', [box, ['langkah', 'teruskan']]);
    expect(noUnit.status).toBe(400);
    expect(boxesIn(noUnit.text)).toEqual([box[1]]);
    const notTheirs = await send('roads', '/petugas/terusan', [box, ['langkah', 'tangani']]);
    expect(notTheirs.text).toContain('0 dari 1 laporan didisposisikan.');
    expect(await (await city.as('cityAdmin')).view(trackingId)).toMatchObject({
      status: 'unverified',
      version,
    });
    expect((await page('roads', '/petugas')).text).not.toContain('name="pilih"');
  });
});

describe('the box at the top of the inbox', () => {
  test('finds by words, shows where they are, and leads straight to a tracking id', async () => {
    const filed = await city.file(forTriage({ body: 'Tiang <listrik> miring di simpang Kabil.' }));
    const found = await until(
      async () => {
        const { text } = await page('cityAdmin', '/petugas?cari=LISTRIK+kabil');
        return text.includes(filed.trackingIdText) ? text : undefined;
      },
      () => 'the case is not found',
    );
    expect(found).toContain('<mark>listrik</mark>&gt; miring di simpang <mark>Kabil</mark>.');
    const named = await page('cityAdmin', `/petugas?cari=${filed.trackingIdText}`);
    expect(named.status).toBe(200);
    expect(named.text).toContain('Tiang &lt;listrik&gt; miring');
    for (const [words, told] of [
      ['tiada+khayangan', 'Tidak ada laporan dengan semua kata ini'],
      ['yang+di', 'Ketik 1 sampai 8 kata'],
    ] as const)
      expect((await page('cityAdmin', `/petugas?cari=${words}`)).text, words).toContain(told);
  });

  test('says where it was said what was not in the report', async () => {
    const { trackingId, accessCode } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const roads = await city.as('roads');
    await roads.do(trackingId, followUp({ text: 'Regu <lembur> memakai ekskavator.' }));
    const path = `/api/v1/complaints/${trackingId}/messages`;
    const sent = await city.platform.request('POST', path, { accessCode, body: { text: 'Bawa portal.' } });
    expect(sent.status).toBe(201);
    for (const [words, told] of [
      ['ekskavator', 'Dalam tindak lanjut: Regu &lt;lembur&gt; memakai <mark>ekskavator</mark>.'],
      ['portal', 'Dalam pesan pelapor: Bawa <mark>portal</mark>.'],
    ] as const)
      await until(
        async () =>
          (await page('roads', `/petugas?cari=${words}`)).text.includes(`<p class="matched">${told}</p>`) ||
          undefined,
        () => `nobody says "${told}"`,
      );
  });
});

describe('a filter under a name', () => {
  test('is kept for its officer alone, one tap away, until it is removed', async () => {
    const kept = await send('cityAdmin', '/petugas/saringan', [
      ['nama', 'Pasar & sekitarnya'],
      ['saringan', 'cari=pasar&keadaan=assigned&lanjut=x&jahat=1'],
    ]);
    expect(kept.status).toBeLessThan(400);
    const shown = (await page('cityAdmin', '/petugas')).text;
    expect(shown).toContain('href="/petugas?cari=pasar&amp;keadaan=assigned">Pasar &amp; sekitarnya</a>');
    expect((await page('roads', '/petugas')).text).not.toContain('sekitarnya');
    const { json } = await (await city.as('cityAdmin')).get('/api/v1/filters');
    const { filters } = json as { filters: { id: string; name: string; query: string }[] };
    expect(filters).toEqual([
      { id: expect.any(String), name: 'Pasar & sekitarnya', query: 'cari=pasar&keadaan=assigned' },
    ]);
    await send('roads', '/petugas/saringan/hapus', [['id', filters[0]?.id ?? '']]);
    expect((await page('cityAdmin', '/petugas')).text).toContain('sekitarnya');
    await send('cityAdmin', '/petugas/saringan/hapus', [['id', filters[0]?.id ?? '']]);
    expect((await page('cityAdmin', '/petugas')).text).not.toContain('sekitarnya');
  });

  test('without a name is not kept, and the page says so', async () => {
    const refused = await send('cityAdmin', '/petugas/saringan', [
      ['nama', ' '],
      ['saringan', 'cari=pasar'],
    ]);
    expect({ status: refused.status, told: refused.text.includes('tidak tersimpan') }).toEqual({
      status: 400,
      told: true,
    });
  });
});
