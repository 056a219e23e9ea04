import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openSigningKey, signReceipt } from '@lapor/attest';
import { WIDTHS, hindrances, openBrowser, overflow, person } from './browser.ts';
import { forTriage } from './builders.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// A receipt is checked by whoever holds it: in the browser, with a key that is published, and without the server's word.

let city: CityAtWork;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'lapor-check-'));
beforeAll(async () => {
  [city, browser] = await Promise.all([openCity(inject('installedCity')), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

function at(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const complaint = forTriage({
  title: 'Lubang',
  body: 'Ada lubang di depan halte.\nSudah "sebulan" \u{1f573}.',
});
const verdict = (page: Page, which: 'good' | 'bad') => page.locator(`[data-verdict="${which}"]`);
const receiptOf = async () => (await city.file(complaint)).receipt ?? '';
const jwks = async () => (await city.platform.request('GET', '/.well-known/jwks.json')).text;

describe.each(WIDTHS)('at %i px', (width) => {
  test('a saved receipt is checked with the line cut; the key is named, and the words are compared', async () => {
    const { page, context, complaints } = await person(browser, city.platform.url, { width });
    await page.goto('/periksa');
    await page.waitForSelector('[data-check]:not([hidden])');
    expect(await hindrances(page)).toEqual([]);
    const { keys } = JSON.parse(await jwks()) as { keys: readonly { kid: string }[] };
    const shown = await page.locator('.fingerprint').allTextContents();
    expect(shown.length).toBeGreaterThan(0);
    expect(keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining(shown));

    await context.setOffline(true);
    await page.setInputFiles('#berkas', at('receipt.jws', `${await receiptOf()}\n`));
    await verdict(page, 'good').waitFor();
    const said = await verdict(page, 'good').innerText();
    expect(said).toContain('tanpa bertanya kepada server');
    expect(said).toContain(shown[0]);
    await page.click('details:has(#isi) summary');
    await page.fill('#judul', complaint.title ?? '');
    await page.fill('#isi', complaint.body);
    await page.click('[data-check]');
    await page.getByText('Isi laporan sama dengan yang diterima.').waitFor();
    expect(await hindrances(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.fill('#isi', 'Ada dua lubang.');
    await page.click('[data-check]');
    await page.getByText('tidak sama dengan yang diterima').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('what was changed, is of another key or is no receipt is told apart', async () => {
    const { page, context } = await person(browser, city.platform.url, { width });
    await page.goto('/periksa');
    await page.waitForSelector('[data-check]:not([hidden])');
    const receipt = await receiptOf();
    const check = async (text: string, words: string) => {
      await page.fill('#tanda-terima', text);
      await page.click('[data-check]');
      await verdict(page, 'bad').getByText(words).waitFor();
      expect(await verdict(page, 'good').isVisible()).toBe(false);
    };
    const [head = '', claims = '', signature = ''] = receipt.split('.');
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
    const later = Buffer.from(JSON.stringify({ ...read, at: '2020-01-01T00:00:00.000Z' })).toString(
      'base64url',
    );
    await check(`${head}.${later}.${signature}`, 'sudah diubah');
    await check('bukan apa-apa', 'Teks ini bukan');
    const own = await openSigningKey(new Uint8Array(32).fill(9));
    const filed = {
      issuer: 'Palsu',
      trackingId: (await city.file(complaint)).trackingId,
      at: '2020-01-01T00:00:00.000Z',
    };
    const forged = await signReceipt(own, filed, { title: '', body: 'x' });
    await check(forged, 'salah satu kunci');
    await check(`${forged.split('.')[0] ?? ''}.${claims}.${signature}`, 'salah satu kunci');
    expect(await hindrances(page)).toEqual([]);

    // Only the keys that somebody kept count, where there are any.
    await page.click('details:has(#kunci) summary');
    await page.setInputFiles('#kunci', at('other.json', JSON.stringify({ keys: [own.publicKey] })));
    await check(receipt, 'salah satu kunci');
    await page.setInputFiles('#kunci', at('none.json', 'x'));
    await check(receipt, 'berkas kunci');
    await page.setInputFiles('#kunci', at('jwks.json', await jwks()));
    await page.click('[data-check]');
    await verdict(page, 'good').getByText('ada di berkas Anda').waitFor();
    await context.close();
  });
});

test('a server that lies is not believed by the browser', async () => {
  const { page, context } = await person(browser, city.platform.url);
  await page.goto('/periksa');
  await page.waitForSelector('[data-check]:not([hidden])');
  let asked = 0;
  await page.route('**/*', (route) => {
    asked += 1;
    return route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>asli</h1>' });
  });
  await page.fill('#tanda-terima', `${(await receiptOf()).slice(0, -8)}AAAAAAAA`);
  await page.click('[data-check]');
  await verdict(page, 'bad').waitFor();
  expect(asked).toBe(0);
  await context.close();
});

test('without scripts the server is asked, and it is said whose word that is', async () => {
  const { page, context } = await person(browser, city.platform.url, { scripts: false });
  await page.goto('/periksa');
  expect(await page.locator('#berkas').isVisible()).toBe(false);
  expect(await page.locator('main').innerText()).toContain('kata layanan ini sendiri');
  await page.fill('#tanda-terima', await receiptOf());
  await page.click('[data-ask]');
  await page.getByText('Kata server: tanda terima asli').waitFor();
  await context.close();
});
