import { formatTrackingId } from '@lapor/kernel';
import type { AnswerTemplate, RecordedChange } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp } from './builders.ts';
import { agencyId, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// Words to begin an answer with: an agency's own and those of the tiers above it, filled in for the case, and flagged as all others
// are when nobody has fitted them to it.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const ask = async (who: OfficerName, method: string, path: string, body?: object) => {
  const { token } = await city.as(who);
  return city.platform.request(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });
};
const reason = 'Arahan pimpinan 4/2026';
const TEXT =
  'Laporan {kode} sudah diterima {instansi} pada {tanggal} dan petugas kami akan memeriksa lokasinya.';

test('an agency has its own and inherits those above it; the admins of its tier keep them, and what is wrong is named', async () => {
  const ofCity = { agencyId: agencyId('city'), name: 'Diterima', text: TEXT, reason };
  const wrong = await ask('cityAdmin', 'POST', '/answer-templates', { ...ofCity, text: 'Halo {nama}' });
  expect(wrong.status).toBe(400);
  expect((wrong.json as { issues: object[] }).issues).toEqual([
    { field: 'text', rule: 'has {kode}, {instansi}, {tanggal} in braces, not {nama}' },
  ]);
  const kept = good<AnswerTemplate>(await ask('cityAdmin', 'POST', '/answer-templates', ofCity), 201);
  const ofRoads = { agencyId: agencyId('roads'), name: 'Ditambal', text: 'Lubang sudah ditambal.', reason };
  good(await ask('cityAdmin', 'POST', '/answer-templates', ofRoads), 201);
  expect((await ask('roads', 'POST', '/answer-templates', ofRoads)).status).toBe(403);
  const names = async (who: OfficerName) =>
    good<{ readonly templates: readonly AnswerTemplate[] }>(
      await ask(who, 'GET', '/answer-templates'),
      200,
    ).templates.map(({ name }) => name);
  expect(await names('roads')).toEqual(['Ditambal', 'Diterima']);
  expect(await names('health')).toEqual(['Diterima']);

  const other = { name: 'Diterima', text: `${TEXT} Terima kasih.`, reason: 'Lebih ramah' };
  expect((await ask('health', 'PUT', `/answer-templates/${kept.id}`, other)).status).toBe(403);
  good(await ask('cityAdmin', 'PUT', `/answer-templates/${kept.id}`, other), 200);
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const { templates } = good<{ readonly templates: readonly AnswerTemplate[] }>(
    await ask('roads', 'GET', `/cases/${trackingId}/answer-templates`),
    200,
  );
  const unit = templates[0]?.agency.name ?? '';
  expect(templates.at(-1)?.text).toBe(
    `Laporan ${formatTrackingId(trackingId)} sudah diterima ${unit} pada 3 Maret 2026 dan petugas kami akan memeriksa lokasinya. Terima kasih.`,
  );
  good(
    await ask('cityAdmin', 'PUT', `/answer-templates/${kept.id}`, { name: 'Diterima', text: TEXT, reason }),
    200,
  );
});

test('whoever answers with them reads them on a page, and changes nothing there', async () => {
  const look = async (who: OfficerName, method = 'GET') => {
    const cookie = `lapor_petugas=${(await city.as(who)).token}`;
    const headers = { accept: 'text/html', cookie };
    return city.platform.request(method, `/petugas/contoh/${agencyId('roads')}`, { headers });
  };
  const shown = await look('roads');
  expect(shown.status).toBe(200);
  for (const words of ['Ditambal', 'Lubang sudah ditambal.', 'Diterima']) expect(shown.text).toContain(words);
  expect(shown.text).not.toContain('name="kalimat"');
  expect((await look('roads', 'POST')).status).toBe(403);
  expect((await look('health')).status).toBe(403);
  expect((await look('cityAdmin')).text).toContain('name="kalimat"');
});

test('on the page, without a script: chosen, filled in after what was typed, edited, sent', async () => {
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const pages = openPages(city.platform.url, 'Mozilla/5.0');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.roads, sandi: OFFICER_PASSWORD });
  const at = `/petugas/laporan/${trackingId}`;
  const before = await pages.get(at);
  expect(before.text).toContain('Diterima (');
  expect(before.text).toContain('pada terlalu banyak laporan, jawaban ditandai');
  const [, id = ''] = /<option value="([^"]+)">Diterima \(/.exec(before.text) ?? [];
  const nothing = await pages.send(`${at}/tindak-lanjut`, { langkah: 'contoh', contoh: '' }, at);
  expect(nothing.text).toContain('Pilih contohnya dulu.');
  const fields = { langkah: 'contoh', contoh: id, teks: 'Halo Bu,', jenis: 'inspection' };
  const filled = await pages.send(`${at}/tindak-lanjut`, fields, at);
  expect(filled.status).toBe(200);
  expect(filled.text).toContain(`Halo Bu,\n\nLaporan ${formatTrackingId(trackingId)} sudah diterima`);
  expect((await (await city.as('roads')).view(trackingId)).status).toBe('assigned');
});

test('a template that nobody has edited is flagged as any words that are said again and again', async () => {
  const roads = await city.as('roads');
  const flagged: (number | undefined)[] = [];
  for (let cases = 0; cases < 5; cases += 1) {
    const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const { templates } = good<{ readonly templates: readonly AnswerTemplate[] }>(
      await ask('roads', 'GET', `/cases/${trackingId}/answer-templates`),
      200,
    );
    const { text = '' } = templates.find(({ name }) => name === 'Diterima') ?? {};
    expect(text).toContain(formatTrackingId(trackingId));
    // On another day each: neither id nor date make them others.
    const edited = cases === 4 ? `${text} Regu C datang besok pagi.` : text;
    const nextDate = '2026-03-20';
    const { timeline } = await roads.do(trackingId, followUp({ text: edited, nextDate }));
    flagged.push(timeline.find(({ type }) => type === 'CaseFollowedUp')?.reusedOn);
    await city.moveClock(24 * 3_600_000);
  }
  expect(flagged).toEqual([undefined, undefined, undefined, 4, undefined]);
});

test('what was done with them stands in a history, with who and why, also of one that is gone', async () => {
  const browser = openPages(city.platform.url, 'Firefox/128.0');
  await browser.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const at = `/petugas/contoh/${agencyId('health')}`;
  const words = { contoh: 'baru', nama: 'Fogging', kalimat: 'Fogging dijadwalkan.' };
  const unsaid = await browser.send(at, words);
  expect([unsaid.status, unsaid.text.includes('<a href="#baru-alasan">')]).toEqual([400, true]);
  expect((await browser.send(at, { ...words, alasan: 'Musim hujan' })).to).toContain('kabar=tersimpan');
  const { templates } = good<{ readonly templates: readonly AnswerTemplate[] }>(
    await ask('health', 'GET', '/answer-templates'),
    200,
  );
  const { id } = templates.find(({ name }) => name === 'Fogging')!;
  await city.moveClock(60_000);
  const removed = { contoh: id, langkah: 'hapus' };
  expect((await browser.send(at, removed)).status).toBe(400);
  expect((await browser.send(at, { ...removed, alasan: 'Musim kemarau' })).to).toContain('kabar=terhapus');

  const path = `/answer-templates/changes?agency=${agencyId('health')}`;
  const { changes } = good<{ readonly changes: readonly RecordedChange[] }>(
    await ask('cityAdmin', 'GET', path),
    200,
  );
  const by = { about: 'Fogging', officerName: 'Hasnah Admin' };
  expect(changes).toMatchObject([
    { what: 'removed', reason: 'Musim kemarau', ...by },
    { what: 'added', reason: 'Musim hujan', ...by },
  ]);
  expect(new Set(changes.map(({ at: when }) => when)).size).toBe(2);
  const { text } = await browser.get(at);
  for (const told of [
    'Fogging: dihapus',
    'Musim kemarau',
    'Fogging: dibuat',
    'Musim hujan',
    'oleh Hasnah Admin',
  ])
    expect(text).toContain(told);
  expect((await ask('health', 'GET', path)).status).toBe(403);
});
