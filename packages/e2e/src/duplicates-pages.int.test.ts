import type { Browser, Page } from 'playwright-core';
import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { WIDTHS, hindrances, openBrowser, overflow, person } from './browser.ts';
import { aboutARoad, forTriage } from './builders.ts';
import { agencyId, OFFICERS, OFFICER_PASSWORD, VILLAGE } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// Many who tell of one thing, at the screen: before sending, and at the officer's desk.

const HOLE = 'Lubang besar di Jalan Flamboyan depan Toko Sinar Jaya, motor jatuh.';
const SAME_HOLE = 'jln flamboyan dpn toko sinar jaya lobang dalam bgt, ada motor yg jatuh';
/** What a slow line must carry before a page is there, its style and script not yet kept. */
const FIRST_VIEW_BYTES = 60_000;
const OPEN_ALL_FOLDS = `for (const each of document.querySelectorAll('details')) {
  each.removeAttribute('name');
  each.open = true;
}`;

let city: CityAtWork;
let browser: Browser;
let known: Receipt;

beforeAll(async () => {
  [city, browser] = await Promise.all([openCity(inject('installedCity')), openBrowser()]);
  known = await city.file(aboutARoad({ title: 'Lubang di Flamboyan', body: HOLE }), { prefer: 'wait=5' });
  const admin = await city.as('cityAdmin');
  await until(
    async () => (await admin.inbox('q=flamboyan')).find(({ id }) => id === known.trackingId),
    () => 'the first report is not in the index',
  );
});
afterAll(async () => {
  await browser.close();
  await city.close();
});

async function signIn(page: Page): Promise<void> {
  await page.goto('/masuk');
  await page.fill('#nama_pengguna', OFFICERS.cityAdmin);
  await page.fill('#sandi', OFFICER_PASSWORD);
  await page.click('main button');
  await page.waitForURL('**/petugas');
}

async function tell(page: Page, body: string): Promise<void> {
  await page.goto('/lapor');
  await page.fill('#isi', body);
  await page.fill('#wilayah_teks', 'sungai jodoh');
  await page.click('[value=cari-wilayah]');
  await page.waitForSelector('.picked');
  expect(await page.inputValue('[name=wilayah]')).toBe(VILLAGE);
  await page.selectOption('#kategori', 'jalan-rusak');
  await page.fill('#nama', 'Siti Rahayu');
  await page.click('button.big');
  await page.waitForSelector('.nearby-list, .receipt, .code');
}

/** Nothing hinders, nothing runs over the edge. */
async function lookAt(page: Page, name: string): Promise<void> {
  expect(await hindrances(page), name).toEqual([]);
  expect(await overflow(page), name).toBeLessThanOrEqual(0);
  const folder = process.env['LAPOR_SCREENSHOTS'];
  const width = page.viewportSize()?.width ?? 0;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
}

describe.each(WIDTHS)('at %i px', (width) => {
  test('without a script: what is known is shown before sending, and "me too" sends a report of one’s own', async () => {
    const { page, context } = await person(browser, city.platform.url, { width, scripts: false });
    await tell(page, SAME_HOLE);
    const shown = await page.textContent('main');
    expect(shown).toContain(known.trackingIdText);
    expect(shown).not.toContain('Flamboyan');
    const weight = Buffer.byteLength(await page.content());
    const linked = await page.locator('link[href^="/aset/"], script[src], img').all();
    const hrefs = await Promise.all(
      linked.map(async (each) => (await each.getAttribute('href')) ?? (await each.getAttribute('src')) ?? ''),
    );
    const parts = [...new Set(hrefs)].map((href) => city.platform.request('GET', href));
    const assets = (await Promise.all(parts)).map(({ text }) => Buffer.byteLength(text));
    expect(assets.length).toBeGreaterThan(1);
    expect(assets.reduce((sum, size) => sum + size, weight)).toBeLessThanOrEqual(FIRST_VIEW_BYTES);

    // Back to the form, with everything still in it.
    await page.click('[value=ubah]');
    expect(await page.inputValue('#isi')).toBe(SAME_HOLE);
    expect(await page.inputValue('#nama')).toBe('Siti Rahayu');
    await page.click('button.big');
    await page.click(`[name=juga][value="${known.trackingId}"]`);
    await page.waitForURL('**/tanda-terima');
    const mine = /lacak\/(\w+)\//.exec(page.url())?.[1] ?? '';
    expect(mine).not.toBe(known.trackingId);
    expect(await (await city.as('cityAdmin')).view(mine)).toMatchObject({ body: SAME_HOLE, merged: false });
    await context.close();
  });

  test('the step before sending hinders nobody', async () => {
    const { page, context, complaints } = await person(browser, city.platform.url, { width });
    await tell(page, SAME_HOLE);
    await lookAt(page, 'nearby');
    await page.emulateMedia({ colorScheme: 'dark' });
    await lookAt(page, 'nearby-dark');
    await page.click('button.big');
    await page.waitForURL('**/tanda-terima');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('officers compare, merge in one step, and undo it', async () => {
    const again = await city.file(aboutARoad({ body: SAME_HOLE, sameAs: known.trackingId }), {
      prefer: 'wait=5',
    });
    const admin = await city.as('cityAdmin');
    await until(
      async () => {
        const { json } = await admin.get(`/api/v1/cases/${again.trackingId}/similar`);
        return JSON.stringify(json).includes(known.trackingId) ? true : undefined;
      },
      () => 'nothing is shown to be alike',
    );
    const { page, context, complaints } = await person(browser, city.platform.url, { width });
    await signIn(page);
    await page.goto(`/petugas/laporan/${again.trackingId}`);
    await lookAt(page, 'similar');
    await page.emulateMedia({ colorScheme: 'dark' });
    await lookAt(page, 'similar-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.click(`.similar form:has([value="${known.trackingIdText}"]) button`);
    await page.waitForURL(`**/petugas/laporan/${again.trackingId}?kabar=gabung`);
    await page.evaluate(OPEN_ALL_FOLDS);
    await lookAt(page, 'member');
    await page.goto(`/petugas/laporan/${known.trackingId}`);
    await page.evaluate(OPEN_ALL_FOLDS);
    await lookAt(page, 'master');
    await page.goto(`/petugas?induk=${known.trackingId}`);
    await lookAt(page, 'members');
    await page.goto(`/petugas/laporan/${again.trackingId}?buka=pisahkan#langkah`);
    await lookAt(page, 'unmerge');
    await page.click('details[open] .actions button');
    await page.waitForURL('**?kabar=pisahkan');
    expect((await admin.view(again.trackingId)).merged).toBe(false);
    await page.goto('/kinerja');
    await lookAt(page, 'figures');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('officers who pass several on at once are shown first what may be the same', async () => {
    const tree = `Pohon tumbang menutup gorong-gorong Jalan Anggrek dekat pos ronda ${width}.`;
    const told = [tree, `jln anggrek dkt pos ronda ${width} ada pohon tumbang, gorong-gorong tertutup`];
    const [one, two] = await Promise.all(
      told.map((body) => city.file(forTriage({ body }), { prefer: 'wait=5' })),
    );
    const admin = await city.as('cityAdmin');
    await until(
      async () => {
        const { json } = await admin.get(`/api/v1/cases/${one?.trackingId}/similar`);
        return JSON.stringify(json).includes(two?.trackingId ?? '') ? true : undefined;
      },
      () => 'nothing is shown to be alike',
    );
    const { page, context, complaints } = await person(browser, city.platform.url, { width });
    await signIn(page);
    await page.goto('/petugas?keadaan=unverified');
    for (const { trackingId = '' } of [one ?? {}, two ?? {}])
      await page.check(`[name=pilih][value^="${trackingId}."]`);
    await page.selectOption('#terusan-unit', agencyId('roads'));
    await page.click('.bulk [value=teruskan]');
    await page.waitForSelector('.similar-list');
    expect(await page.locator('.similar .flag').allInnerTexts()).toEqual(['Ikut dipilih']);
    await lookAt(page, 'bulk-alike');
    await page.emulateMedia({ colorScheme: 'dark' });
    await lookAt(page, 'bulk-alike-dark');
    expect(await page.inputValue('#terusan-unit')).toBe(agencyId('roads'));
    await page.click('.bulk [value=teruskan]');
    await page.waitForSelector('.outcomes');
    expect(await page.locator('.flash').innerText()).toContain('2 dari 2');
    await lookAt(page, 'bulk-done');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
