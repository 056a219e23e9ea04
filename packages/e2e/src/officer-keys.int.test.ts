import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { hindrances, openBrowser, person } from './browser.ts';
import { forTriage } from './builders.ts';
import { OFFICERS, OFFICER_PASSWORD } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// The officer's day by keyboard: what the mouse can do, without it.

let city: CityAtWork;
let browser: Browser;
beforeAll(async () => {
  [city, browser] = await Promise.all([openCity(inject('installedCity')), openBrowser()]);
  for (let count = 0; count < 3; count += 1) await city.file(forTriage(), { prefer: 'wait=5' });
});
afterAll(async () => {
  await browser.close();
  await city.close();
});

const focused = (page: Page, selector: string) =>
  page.locator(`${selector}:focus`).waitFor({ timeout: 5_000 });

test('an admin ticks all, sees how many, and is at what to do with them by one key each', async () => {
  const { page, context, complaints } = await person(browser, city.platform.url, { width: 1280 });
  await page.goto('/masuk');
  await page.fill('#nama_pengguna', OFFICERS.cityAdmin);
  await page.fill('#sandi', OFFICER_PASSWORD);
  await page.click('main button');
  await page.waitForURL('**/petugas');
  const boxes = await page.locator('.tick input').count();
  expect(boxes).toBeGreaterThanOrEqual(3);
  const told = page.locator('#terusan-judul [data-ticked]');
  expect(await told.isVisible()).toBe(false);

  await page.keyboard.press('a');
  expect(await page.locator('.tick input:checked').count()).toBe(boxes);
  expect(await told.textContent()).toBe(String(boxes));
  expect(await hindrances(page)).toEqual([]);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  expect(await told.textContent()).toBe(String(boxes - 1));
  await page.keyboard.press('b');
  await focused(page, '.bulk select');
  await page.evaluate('document.activeElement.blur()');
  await page.keyboard.press('a');
  await page.keyboard.press('a');
  expect(await page.locator('.tick input:checked').count()).toBe(0);
  expect(await told.isVisible()).toBe(false);
  await page.click('[data-all] button');
  expect(await told.textContent()).toBe(String(boxes));

  // The menu of an admin is one line.
  const menu = await page.locator('header.top nav').boundingBox();
  const who = await page.locator('.who').boundingBox();
  expect(menu?.height).toBeLessThan(60);
  expect((who?.y ?? 0) < (menu?.y ?? 0) + (menu?.height ?? 0)).toBe(true);

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-case-keys]');
  expect(await page.locator('[data-keys-help]').isVisible()).toBe(true);
  await page.keyboard.press('l');
  await focused(page, '.do details:first-of-type > summary');
  await page.keyboard.press('j');
  await focused(page, '.do details:nth-of-type(2) > summary');
  await page.keyboard.press('r');
  await focused(page, '#riwayat');
  await page.keyboard.press('i');
  await page.waitForURL('**/petugas');
  expect(complaints).toEqual([]);
  await context.close();
});
