import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { hindrances, openBrowser, overflow, person, WIDTHS } from './browser.ts';
import { aboutARoad, followUp } from './builders.ts';
import { OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { picture } from './pictures.ts';

// An officer at the site, phone in hand: the photo goes with the answer, and stands with it for the reporter.

let city: CityAtWork;
let browser: Browser;
beforeAll(async () => {
  [city, browser] = await Promise.all([openCity(inject('installedCity')), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await city.close();
});

async function signIn(page: Page): Promise<void> {
  await page.goto('/masuk');
  await page.fill('#nama_pengguna', OFFICERS.roads);
  await page.fill('#sandi', OFFICER_PASSWORD);
  await page.click('main button');
  await page.waitForURL('**/petugas');
}

const jpeg = async (seed: number) => ({
  name: `foto-${seed}.jpg`,
  mimeType: 'image/jpeg',
  buffer: await picture(seed),
});

test.each([
  [360, true],
  [1280, false],
] as const)('a photo goes with an answer, at %i px, with scripts: %s', async (width, scripts) => {
  const { trackingId: id, accessCode } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await (await city.as('roads')).do(id, followUp());
  const officer = await person(browser, city.platform.url, { width, scripts });
  const { page } = officer;
  await signIn(page);
  await page.goto(`/petugas/laporan/${id}?buka=jawaban`);
  const form = page.locator('form[action$="/jawaban"]');
  await form.locator('[name=jenis]').selectOption('solved');
  await form.locator('[name=foto]').setInputFiles([await jpeg(width), await jpeg(width + 1)]);
  await form.locator('.actions button').click();
  // Nothing was written yet: the photos are there all the same.
  await page.waitForSelector('#jawaban-teks-error');
  expect(await form.locator('[name=foto_ada]:checked').count()).toBe(2);
  if (scripts) expect(await hindrances(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  // Enter sends the form, and takes nothing back.
  await form.locator('[name=foto_ada]').last().press('Enter');
  await page.waitForSelector('#jawaban-teks-error');
  expect(await form.locator('[name=foto_ada]:checked').count()).toBe(2);
  await form.locator('.kept-photo button').first().click();
  await page.waitForSelector('form[action$="/jawaban"] [role=status]');
  expect(await form.locator('[name=foto_ada]:checked').count()).toBe(1);
  expect(await form.locator('[role=status]').isVisible()).toBe(true);
  if (scripts) expect(await hindrances(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await form.locator('[name=teks]').fill('Lubang sudah ditambal dengan aspal panas.');
  await form.locator('.actions button').click();
  await page.waitForURL('**?kabar=jawaban');
  expect(await page.locator('.chain .photos img').count()).toBe(1);
  expect(officer.complaints).toEqual([]);

  const reporter = await person(browser, city.platform.url, { width, scripts });
  await reporter.page.goto(`/lacak/${id}`);
  expect(await reporter.page.locator('.photos').count()).toBe(0);
  await reporter.page.fill('#kode-kode', accessCode);
  await reporter.page.click('form[action$="/kode"] button');
  await reporter.page.waitForSelector('.chain .photos img');
  // Above the question whether it is solved, and with its step.
  expect(await reporter.page.locator('.photos img').count()).toBe(2);
  expect(await overflow(reporter.page)).toBe(0);
  await reporter.page.locator('.chain .photos a').first().click();
  await reporter.page.waitForURL(`**/lacak/${id}/foto/*`);
});

test('a small photo of a reporter is sent at the first press', async () => {
  const { trackingId: id, accessCode } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const { page } = await person(browser, city.platform.url, { width: WIDTHS[0] });
  await page.goto(`/lacak/${id}`);
  await page.fill('#kode-kode', accessCode);
  await page.click('form[action$="/kode"] button');
  await page.setInputFiles('#foto-image', await jpeg(7));
  await page.click('form[data-photos] button.plain');
  await page.waitForURL('**/lacak/*?kabar=foto');
  expect(await page.locator('.photos img').count()).toBe(1);
});
