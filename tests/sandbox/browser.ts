// The browser for tests of the page: its location, and pages that record their requests and complaints.

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Undefined if there is none; CHROMIUM may name its location. */
function browserPath(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...USUAL_PLACES].find((path) => path !== '' && existsSync(path));
}

/** Why the browser tests cannot run here, and how to enable them, in one line; undefined if they can or must run. */
export function whyNoBrowser(): string | undefined {
  if (browserPath() !== undefined || process.env.CI_NEEDS_BROWSER !== undefined) return undefined;
  return 'the tests of the page, since no Chromium is found. Install chromium, or name one in CHROMIUM.';
}

export function launchBrowser(): Promise<Browser> {
  const executablePath = browserPath();
  if (executablePath === undefined) throw new Error('No Chromium is found. CHROMIUM says where one is.');
  // In a container, Chromium cannot create its own sandbox.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A page, and records of what must not happen on it. */
export interface Watched {
  readonly page: Page;
  /** Errors and warnings of the console, and uncaught errors. */
  readonly complaints: readonly string[];
  /** Addresses of all requests. */
  readonly asked: readonly string[];
  /** Bytes of all bodies as transferred. */
  weight(): Promise<number>;
}

export async function openWatched(browser: Browser, url: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  // Long enough for busy machines; only a hang reaches it.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked: string[] = [];
  const sizes: Promise<number>[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  page.on('requestfinished', (request) => sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)));
  page.on('websocket', (socket) => asked.push(socket.url()));
  await page.goto(url);
  await page.locator('#composer').waitFor();
  return { page, complaints, asked, weight: async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) };
}
