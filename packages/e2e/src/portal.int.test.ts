import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { WIDTHS, hindrances, openBrowser, overflow, person } from './browser.ts';
import { aboutARoad, followUp, forTriage } from './builders.ts';
import { ADMIN_PASSWORD, OFFICERS, OFFICER_PASSWORD, agencyId } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

/** Folds hide what is in them from everybody, the checker too. */
const OPEN_ALL_FOLDS = `for (const each of document.querySelectorAll('details')) {
  each.removeAttribute('name');
  each.open = true;
}`;
const DRAFT = `sessionStorage.getItem('draf:lapor')`;

let city: CityAtWork;
let browser: Browser;
beforeAll(async () => {
  [city, browser] = await Promise.all([
    openCity(inject('installedCity'), { LAPOR_BANNER: 'Kota contoh.' }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await city.close();
});

async function signInAs(page: Page, name: 'national' | 'cityAdmin' | 'roads'): Promise<void> {
  await page.goto('/masuk');
  await page.fill('#nama_pengguna', OFFICERS[name]);
  await page.fill('#sandi', name === 'national' ? ADMIN_PASSWORD : OFFICER_PASSWORD);
  await page.click('main button');
  await page.waitForURL('**/petugas');
}

async function openWithCode(page: Page, trackingId: string, accessCode: string): Promise<void> {
  await page.goto('/lacak');
  await page.fill('#nomor', trackingId);
  await page.fill('#kode', accessCode);
  await page.click('main button');
  await page.waitForURL(`**/lacak/${trackingId}`);
}

describe.each(WIDTHS)('every page at %i px', (width) => {
  test('citizens: nothing hinders, nothing runs over the edge, nothing is refused by the policy', async () => {
    const receipt = await city.file(forTriage());
    const { page, context, complaints } = await person(browser, city.platform.url, { width });
    for (const path of [
      '/',
      '/lapor',
      '/lacak',
      `/lacak/${receipt.trackingId}`,
      '/kinerja',
      '/bantuan',
      '/masuk',
      '/tidak-ada',
    ]) {
      await page.goto(path);
      expect(await hindrances(page), path).toEqual([]);
      expect(await overflow(page), path).toBeLessThanOrEqual(0);
      expect(await page.locator('h1').count(), path).toBe(1);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const path of ['/', '/lapor', '/kinerja']) {
      await page.goto(path);
      expect(await hindrances(page), `${path} in the dark`).toEqual([]);
    }
    await openWithCode(page, receipt.trackingId, receipt.accessCode);
    for (const path of [
      page.url(),
      `/lacak/${receipt.trackingId}/tanda-terima`,
      `/kinerja/${agencyId('city')}`,
    ]) {
      await page.goto(path);
      expect(await hindrances(page), path).toEqual([]);
      expect(await overflow(page), path).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a form with mistakes, and one that found several places', async () => {
    const { page, context } = await person(browser, city.platform.url, { width });
    await page.goto('/lapor');
    await page.click('button.big');
    await page.waitForSelector('.summary');
    expect(await hindrances(page)).toEqual([]);
    await page.fill('#wilayah_teks', 'baloi');
    await page.click('[value=cari-wilayah]');
    await page.waitForSelector('.found');
    expect(await hindrances(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await context.close();
  });

  test('officers', async () => {
    const { trackingId } = await city.file(aboutARoad({ danger: true }));
    const { page, context, complaints } = await person(browser, city.platform.url, { width });
    await signInAs(page, 'cityAdmin');
    await page.goto('/petugas/pejabat');
    const reset = await page.locator('a[href$="/atur-ulang"]').first().getAttribute('href');
    for (const path of [
      '/petugas',
      '/petugas?keadaan=referred',
      '/petugas?cari=lubang+pasar',
      '/petugas?cari=yang',
      `/petugas/laporan/${trackingId}`,
      '/petugas/publikasi',
      `/petugas/laporan/${trackingId}/publikasi`,
      '/petugas/pejabat',
      '/petugas/instansi',
      '/petugas/wewenang?topik=jalan-rusak&wilayah=21.71.02',
      '/petugas/kalender',
      '/petugas/kalender?wilayah=',
      `/petugas/contoh/${agencyId('roads')}`,
      `/petugas/instansi/${agencyId('roads')}`,
      '/petugas/keamanan',
      '/petugas/cuti',
      reset ?? '',
      reset?.replace('atur-ulang', 'ganti') ?? '',
      reset?.replace('atur-ulang', 'cuti') ?? '',
      reset?.replace('atur-ulang', 'riwayat') ?? '',
    ]) {
      await page.goto(path);
      await page.evaluate(OPEN_ALL_FOLDS);
      expect(await hindrances(page), path).toEqual([]);
      expect(await overflow(page), path).toBeLessThanOrEqual(0);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/petugas');
    expect(await hindrances(page), 'the inbox in the dark').toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe.each(WIDTHS)('the pages of rules at %i px', (width) => {
  test('nothing hinders, with every fold open, with what would move shown, and with what was wrong named', async () => {
    await city.file(aboutARoad(), { prefer: 'wait=5' });
    const { page, context, complaints } = await person(browser, city.platform.url, { width });
    await signInAs(page, 'national');
    const look = async (what: string) => {
      await page.evaluate(OPEN_ALL_FOLDS);
      expect(await hindrances(page), what).toEqual([]);
      expect(await overflow(page), what).toBeLessThanOrEqual(0);
      expect(await page.locator('h1').count(), what).toBe(1);
    };
    for (const path of [
      '/petugas/topik',
      '/petugas/topik/jalan',
      '/petugas/topik/jalan-rusak',
      '/petugas/kalender',
      '/petugas/kalender?wilayah=21',
      '/petugas/kalender?wilayah=21.71',
      '/petugas/batas-waktu',
      '/petugas/kebocoran',
      `/petugas/contoh/${agencyId('roads')}`,
    ]) {
      await page.goto(path);
      await look(path);
    }

    await page.goto('/petugas/topik/jalan-rusak');
    await page.evaluate(OPEN_ALL_FOLDS);
    await page.selectOption('#merge-tujuan', 'jalan-lingkungan');
    await page.click('[value=dampak]');
    await page.waitForSelector('#dampak');
    await look('a merger that is tried');
    await page.fill('#merge-alasan', 'Sama saja');
    await page.click('button.bad');
    await page.waitForSelector('#kesalahan');
    await look('a merger nobody is sure of');

    await page.goto('/petugas/kalender?wilayah=21.71&tahun=2026');
    await page.fill('#hari', '2026-03-06,holiday');
    await page.locator('[value=dampak]').first().click();
    await page.waitForSelector('#dampak');
    await look('a year that is tried');
    await page.fill('#hari', '2027-03-06,holiday');
    await page.locator('[value=dampak]').first().click();
    await page.waitForSelector('#kesalahan');
    await look('a year with a day of another one');

    await page.goto('/petugas/batas-waktu');
    await page.evaluate(OPEN_ALL_FOLDS);
    await page.fill('#version', 'uji');
    await page.fill('#validFrom', '2020-01-01');
    await page.fill('#reason', 'Uji');
    await page.locator('form:has(#version) button:not([value])').click();
    await page.waitForSelector('#kesalahan');
    await look('limits that cannot be');

    await page.emulateMedia({ colorScheme: 'dark' });
    for (const path of ['/petugas/topik/jalan-rusak', '/petugas/kalender', '/petugas/batas-waktu']) {
      await page.goto(path);
      await look(`${path} in the dark`);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('without a script', () => {
  test('a complaint goes all the way round, on a small phone', async () => {
    const url = city.platform.url;
    const citizen = await person(browser, url, { scripts: false });
    const { page } = citizen;
    await page.goto('/');
    await page.click('a.door.first');
    await page.fill('textarea#isi', 'Lampu jalan di depan SDN 3 mati sejak dua minggu.');
    await page.fill('#wilayah_teks', 'kampung pelita');
    await page.click('[value=cari-wilayah]');
    // One place of that name is taken; of several the reporter chooses.
    if ((await page.locator('.found').count()) > 0) await page.locator('.found label').first().click();
    await page.check('#anonim-ya');
    await page.click('button.big');
    await page.waitForURL('**/tanda-terima');
    const code = await page.locator('.receipt .code').nth(1).innerText();
    expect(await page.locator('main').innerText()).toContain('Selesai paling lambat');
    const id = page.url().split('/').at(-2) ?? '';
    expect(code).toMatch(/^[0-9A-Z]{8}$/);
    expect(page.url()).not.toContain(code);

    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#456' } })
      .jpeg()
      .toBuffer();
    await page.setInputFiles('#foto-image', { name: 'lampu.jpg', mimeType: 'image/jpeg', buffer: picture });
    await page.click('form[enctype] button');
    await page.waitForURL('**/lacak/*?kabar=foto');
    expect(await page.locator('.photos img').count()).toBe(1);

    const admin = await person(browser, url, { scripts: false });
    await signInAs(admin.page, 'cityAdmin');
    await admin.page.goto(`/petugas/laporan/${id}`);
    expect(await admin.page.locator('main').innerText()).toContain('Lampu jalan di depan SDN 3');
    await admin.page.selectOption('#disposisi-unit', agencyId('roads'));
    await admin.page.click('form[action$="/disposisi"] .button');
    await admin.page.waitForURL('**?kabar=disposisi');

    const officer = await person(browser, url, { scripts: false });
    await signInAs(officer.page, 'roads');
    // Straight from the inbox to the step that is due.
    await officer.page
      .locator('.case', { hasText: 'Lampu jalan di depan SDN 3' })
      .getByRole('link', { name: /^Tindak lanjuti/ })
      .click();
    await officer.page.waitForURL('**/petugas/laporan/*?buka=tindak-lanjut#langkah');
    expect(officer.page.url()).toContain(id);
    await officer.page.selectOption('#tindak-lanjut-jenis', 'inspection');
    await officer.page.fill('#tindak-lanjut-teks', 'Tim memeriksa tiang dan kabel di lokasi.');
    await officer.page.fill('#tindak-lanjut-langkah_berikut', 'Mengganti lampu');
    await officer.page.click('form[action$="/tindak-lanjut"] .button');
    // A date or evidence: told beside the field, and what was typed is still there.
    await officer.page.waitForSelector('#tindak-lanjut-tanggal-error');
    expect(await officer.page.inputValue('#tindak-lanjut-teks')).toContain('Tim memeriksa');
    await officer.page.fill('#tindak-lanjut-tanggal', '2026-03-05');
    await officer.page.click('form[action$="/tindak-lanjut"] .button');
    await officer.page.waitForURL('**?kabar=tindak-lanjut');
    await officer.page.locator('summary', { hasText: 'Jawab pelapor' }).click();
    await officer.page.selectOption('#jawaban-jenis', 'solved');
    await officer.page.fill('#jawaban-teks', 'Lampu diganti dan menyala kembali.');
    await officer.page.fill('#jawaban-bukti', 'Berita acara 12/2026');
    await officer.page.click('form[action$="/jawaban"] .button');
    await officer.page.waitForURL('**?kabar=jawaban');

    await page.goto(`/lacak/${id}`);
    expect(await page.locator('.chain').innerText()).toContain('Lampu diganti dan menyala kembali.');
    // It is the reporter's turn: said first, the answer in full, and the verdict before everything else.
    expect(await page.locator('.now').innerText()).toContain('giliran Anda');
    const ask = await page.locator('.ask').innerText();
    expect(ask).toContain('Lampu diganti dan menyala kembali.');
    expect(ask).toContain('Berita acara 12/2026');
    const [above, below] = await Promise.all(
      ['.ask', '.facts'].map((each) => page.locator(each).boundingBox()),
    );
    expect(above?.y).toBeLessThan(below?.y ?? 0);
    await page.check('#selesai-nilai-4');
    await page.click('form[action$="/selesai"] button');
    await page.waitForURL('**?kabar=selesai');
    expect(await page.locator('.now').innerText()).toContain('Selesai');

    const stranger = await person(browser, url, { scripts: false, language: 'en-GB' });
    await stranger.page.goto(`/lacak/${id}`);
    const seen = await stranger.page.locator('main').innerText();
    expect(seen).toContain('Closed');
    expect(seen).not.toContain('Lampu jalan di depan');
    expect(seen).not.toContain('menyala');
    await Promise.all([citizen, admin, officer, stranger].map(({ context }) => context.close()));
  });

  test('the inbox says what is due when, and after a step what comes next', async () => {
    await city.file(aboutARoad({ danger: true, title: 'Kabel menyala di jalan' }));
    const { trackingId } = await city.file(aboutARoad({ title: 'Lubang di depan pasar' }));
    const waiting = await city.file(aboutARoad({ title: 'Trotoar di depan sekolah' }));
    const roads = await city.as('roads');
    await roads.do(waiting.trackingId, { command: 'ask', question: 'Di sisi mana?' });
    const { page, context } = await person(browser, city.platform.url, { scripts: false });
    await signInAs(page, 'roads');
    const group = (name: string) => page.locator('section.group', { has: page.locator(`#${name}`) });
    expect(await group('danger').innerText()).toContain('Penanganan darurat jatuh tempo hari ini 11.00');
    expect(await group('danger').innerText()).toContain('Kabel menyala');
    expect(await group('later').innerText()).toContain('Lubang di depan pasar');
    expect(await group('waiting').innerText()).toContain('Trotoar di depan sekolah');
    // What waits for the reporter offers the office nothing to do.
    const asked = page.locator('.case', { hasText: 'Trotoar di depan sekolah' });
    expect(await asked.locator('.quick').count()).toBe(0);

    await page.goto(`/petugas/laporan/${trackingId}?buka=tanya#langkah`);
    await page.fill('#tanya-teks', 'Di depan pintu timur atau barat?');
    await page.click('form[action$="/tanya"] .button');
    await page.waitForURL('**?kabar=tanya');
    expect(await page.locator('.do').innerText()).toContain('Giliran pelapor');
    await page.locator('.next-case a').click();
    await page.waitForURL((url) => !url.pathname.endsWith(trackingId));
    expect(await page.locator('.command').count()).toBeGreaterThan(0);
    await context.close();
  });

  test('two officers at once: the second is told, and loses nothing', async () => {
    const { trackingId } = await city.file(aboutARoad());
    const first = await person(browser, city.platform.url, { scripts: false });
    await signInAs(first.page, 'roads');
    await first.page.goto(`/petugas/laporan/${trackingId}`);
    await first.page.locator('summary', { hasText: 'Tanya pelapor' }).click();
    await first.page.fill('#tanya-teks', 'Di sebelah mana jembatan?');
    const roads = await city.as('roads');
    await roads.do(trackingId, followUp());
    await first.page.click('form[action$="/tanya"] .button');
    await first.page.waitForSelector('.summary');
    expect(await first.page.locator('.summary').innerText()).toContain('baru saja diubah');
    expect(await first.page.inputValue('#tanya-teks')).toBe('Di sebelah mana jembatan?');
    await first.page.click('form[action$="/tanya"] .button');
    await first.page.waitForURL('**?kabar=tanya');
    await first.context.close();
  });

  test('an admin invites, and the one-time password lets the invited one in', async () => {
    const admin = await person(browser, city.platform.url, { scripts: false });
    await signInAs(admin.page, 'cityAdmin');
    await admin.page.goto('/petugas/pejabat');
    await admin.page.locator('summary').first().click();
    await admin.page.fill('#nama', 'Sari Penghubung');
    await admin.page.fill('#nama_pengguna', 'sari.pu');
    await admin.page.selectOption('#unit', agencyId('roads'));
    await admin.page.fill('#alasan', 'Menggantikan Bu Rina');
    await admin.page.click('form[action="/petugas/pejabat"][method=post] .button');
    const password = await admin.page.locator('.receipt .code').nth(1).innerText();

    const invited = await person(browser, city.platform.url, { scripts: false });
    await invited.page.goto('/masuk');
    await invited.page.fill('#nama_pengguna', 'sari.pu');
    await invited.page.fill('#sandi', password);
    await invited.page.click('main button');
    await invited.page.waitForURL('**/masuk/sandi');
    await invited.page.fill('#sandi_lama', password);
    await invited.page.fill('#sandi_baru', 'tiga kata acak sekali');
    await invited.page.click('main button');
    await invited.page.waitForURL('**/petugas');
    expect(await invited.page.locator('.who').innerText()).toContain('Sari Penghubung');
    // Forgotten: another one-time password, and not by a slip of the thumb.
    await admin.page.goto('/petugas/pejabat?cari=sari.pu');
    await admin.page.click('a[href$="/atur-ulang"]');
    expect(await admin.page.locator('h1').innerText()).toBe('Atur ulang sandi Sari Penghubung?');
    await admin.page.fill('#alasan', 'Lupa sandi');
    await admin.page.click('form[action$="/atur-ulang"] .button');
    expect(await admin.page.locator('.receipt .code').nth(1).innerText()).not.toBe(password);
    // Whoever leaves has a successor, who comes in; the former is out at once.
    await admin.page.goto('/petugas/pejabat?cari=sari.pu');
    await admin.page.locator('.more > summary').first().click();
    await admin.page.click('a[href$="/ganti"] >> visible=true');
    expect(await admin.page.locator('h1').innerText()).toContain('Sari Penghubung');
    await admin.page.fill('#nama', 'Tono Pengganti');
    await admin.page.fill('#nama_pengguna', 'tono.pu');
    await admin.page.fill('#alasan', 'Mutasi');
    await admin.page.click('form[action$="/ganti"] .button >> nth=0');
    const successors = await admin.page.locator('.receipt .code').nth(1).innerText();
    await invited.page.goto('/petugas');
    await invited.page.waitForURL('**/masuk**');
    await invited.page.fill('#nama_pengguna', 'tono.pu');
    await invited.page.fill('#sandi', successors);
    await invited.page.click('main button');
    await invited.page.waitForURL('**/masuk/sandi');
    // What is missing is named in the list above the form.
    await admin.page.goto('/petugas/pejabat');
    await admin.page.locator('summary').first().click();
    await admin.page.click('form[action="/petugas/pejabat"][method=post] .button');
    expect(await admin.page.locator('.summary').innerText()).toContain('Nama pengguna: Tidak boleh kosong.');
    await Promise.all([admin.context.close(), invited.context.close()]);
  });

  test('who may not do or see something keeps the menu, and the way back', async () => {
    const { page, context } = await person(browser, city.platform.url, { scripts: false });
    await signInAs(page, 'roads');
    for (const path of ['/petugas/pejabat', '/petugas/laporan/7K3M9Q2TXA']) {
      await page.goto(path);
      expect(await page.locator('.who').innerText(), path).toContain('Keluar');
      await page.locator('main a.button').click();
      await page.waitForURL('**/petugas');
    }
    await context.close();
  });

  test('to refer, a body and what the reporter is to know are needed: told at once', async () => {
    const { trackingId } = await city.file(forTriage());
    const { page, context } = await person(browser, city.platform.url, { scripts: false });
    await signInAs(page, 'cityAdmin');
    await page.goto(`/petugas/laporan/${trackingId}?buka=rujuk#langkah`);
    await page.click('form[action$="/rujuk"] .button');
    const told = await page.locator('.summary').innerText();
    for (const field of ['Nama lembaga', 'Penjelasan untuk pelapor']) expect(told).toContain(field);
    await context.close();
  });

  test('too many wrong passwords: told for how long, and who can help', async () => {
    const { page, context } = await person(browser, city.platform.url, { scripts: false });
    await page.goto('/masuk');
    await expect
      .poll(
        async () => {
          await page.fill('#nama_pengguna', 'tidak.ada');
          await page.fill('#sandi', 'bukan ini');
          await page.click('main button');
          return page.locator('.summary').innerText();
        },
        { timeout: 60_000 },
      )
      .toContain('Terlalu banyak percobaan');
    expect(await page.inputValue('#nama_pengguna')).toBe('tidak.ada');
    await context.close();
  });

  test('a narrowed inbox says to what, and finds nothing in words', async () => {
    const { page, context } = await person(browser, city.platform.url, { scripts: false });
    await signInAs(page, 'roads');
    await page.goto('/petugas?keadaan=referred');
    expect(await page.locator('.filtered').innerText()).toContain('Disaring: Dirujuk.');
    expect(await page.locator('.empty').innerText()).toContain('Tidak ada laporan yang cocok');
    await page.locator('.filtered a').click();
    await page.waitForURL('**/petugas');
    await context.close();
  });
});

/** In the browser: no DOM is known here. */
function isInView(element: unknown): boolean {
  const { top, bottom } = (
    element as { getBoundingClientRect(): { top: number; bottom: number } }
  ).getBoundingClientRect();
  return top >= 0 && bottom <= (globalThis as unknown as { innerHeight: number }).innerHeight;
}

describe('with a keyboard alone', () => {
  test('an officer finds, walks through the list, ticks and opens', async () => {
    await city.file(forTriage({ title: 'Yang pertama' }), { prefer: 'wait=5' });
    await city.file(forTriage({ title: 'Yang kedua' }), { prefer: 'wait=5' });
    const { page, context } = await person(browser, city.platform.url, { width: 1280 });
    await signInAs(page, 'cityAdmin');
    expect(await page.locator('[data-keys-help]').isVisible()).toBe(true);
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('cari');
    await page.keyboard.type('jxk');
    expect(await page.inputValue('#cari')).toBe('jxk');
    await page.goto('/petugas?keadaan=unverified');
    const here = () => page.evaluate<string>('document.activeElement.textContent');
    const titles = await page.locator('.case h3 a').allInnerTexts();
    for (const key of ['j', 'j', 'ArrowUp', 'x', 'k', 'k']) await page.keyboard.press(key);
    expect(await here()).toBe(titles[0]);
    expect(await page.locator('.case').first().locator('input:checked').count()).toBe(1);
    expect(await hindrances(page)).toEqual([]);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/petugas/laporan/*');
    expect(await page.locator('h1').innerText()).toBe(titles[1]);
    await page.goto('/petugas/publikasi');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/petugas/laporan/*/publikasi');
    await context.close();
  });

  test('what was ticked on a phone brings the way along to what can be done with it', async () => {
    for (let at = 0; at < 4; at += 1) await city.file(forTriage(), { prefer: 'wait=5' });
    const { page, context } = await person(browser, city.platform.url, { width: 360 });
    await signInAs(page, 'cityAdmin');
    await page.goto('/petugas?keadaan=unverified');
    const way = page.locator('.to-bulk a');
    expect(await way.isVisible()).toBe(false);
    await page.locator('.tick input').first().check();
    await page.locator('.tick input').nth(1).check();
    expect(await page.locator('#terusan-unit').evaluate(isInView)).toBe(false);
    expect(await way.evaluate(isInView)).toBe(true);
    expect(await way.innerText()).toMatch(/2$/);
    expect(await hindrances(page)).toEqual([]);
    await way.click();
    await page.waitForFunction(`(${isInView.toString()})(document.querySelector('#terusan-unit'))`);
    await context.close();
  });

  test('the first stop is the way past the menu, and a place is chosen from the suggestions', async () => {
    const { page, context } = await person(browser, city.platform.url, { width: 1280 });
    await page.goto('/lapor');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('konten');
    await page.focus('textarea#isi');
    await page.keyboard.type('Jalan di depan rumah berlubang.');
    await page.focus('#wilayah_teks');
    await page.keyboard.type('lubuk baja kota');
    await page.waitForSelector('[role=option]');
    expect(await hindrances(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.inputValue('input[name=wilayah]')).toMatch(/^\d{2}\.\d{2}/);
    await page.focus('button.big');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tanda-terima');
    await context.close();
  });

  test('the suggestions leave the search button within reach', async () => {
    const { page, context } = await person(browser, city.platform.url, { width: 360 });
    await page.goto('/lapor');
    await page.focus('#wilayah_teks');
    await page.keyboard.type('sungai jodoh');
    await page.waitForSelector('[role=option]');
    await page.click('[value=cari-wilayah]');
    await page.waitForSelector('.picked');
    await context.close();
  });

  test('what was typed outlives a reload, and is gone once it has arrived', async () => {
    const { page, context } = await person(browser, city.platform.url);
    await page.goto('/lapor');
    await page.fill('textarea#isi', 'Cerita yang panjang.');
    await expect.poll(() => page.evaluate(DRAFT)).not.toBeNull();
    await page.reload();
    expect(await page.inputValue('textarea#isi')).toBe('Cerita yang panjang.');
    await page.fill('#wilayah_teks', 'kota batam');
    await page.click('[value=cari-wilayah]');
    await page.waitForSelector('.picked, .found');
    if ((await page.locator('.found').count()) > 0) await page.locator('.found label').first().click();
    await page.click('button.big');
    await page.waitForURL('**/tanda-terima');
    expect(await page.evaluate(DRAFT)).toBeNull();
    await context.close();
  });
});
