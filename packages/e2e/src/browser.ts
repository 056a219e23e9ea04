import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export const WIDTHS = [360, 1280] as const;
export type Width = (typeof WIDTHS)[number];

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const HEIGHT = 800;

/** A real browser, found at `CHROMIUM_PATH`. Nothing in it calls home. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about: refused scripts and styles, broken ones. */
  readonly complaints: string[];
}

/** Somebody with a browser of their own. */
export async function person(
  browser: Browser,
  url: string,
  options: { readonly width?: Width; readonly scripts?: boolean; readonly language?: string } = {},
): Promise<Person> {
  const { width = 360, scripts = true, language = 'id-ID' } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: HEIGHT },
    javaScriptEnabled: scripts,
    locale: language,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused/.test(message.text())) complaints.push(message.text());
  });
  return { page, context, complaints };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What hinders people with a screen reader, a keyboard, or tired eyes; empty when nothing does. */
export async function hindrances(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
  );
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
}

/** Pixels by which the page is wider than the screen. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
