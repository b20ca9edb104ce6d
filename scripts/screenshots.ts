// `npm run screenshots`: takes the pictures of the README and the documentation in a sandbox of its own, in light and dark themes.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../tests/sandbox/browser.js';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'docs/pictures');
const START_MS = 180_000;
/** Both sizes are tall enough to show the longest message whole. */
const WIDE = { width: 1_040, height: 3_200 };
const NARROW = { width: 860, height: 3_200 };
const SHARPNESS = 1.5;
/** Enough for flat colours with anti-aliased text; reduces the size to a third. */
const COLOURS = 64;

type Options = Readonly<Record<string, string>>;

/** Takes a picture of one whole element in both themes. */
async function take(page: Page, name: string, of: Locator): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const path = join(FOLDER, `${name}-${colorScheme}.png`);
    const picture = sharp(await of.screenshot({ animations: 'disabled' }));
    await picture.png({ palette: true, colours: COLOURS, effort: 10 }).toFile(path);
    process.stdout.write(`${path.slice(ROOT.length + 1)}\n`);
  }
}

/** Switches to a person and one of their rooms. */
async function be(page: Page, person: string, room: string): Promise<void> {
  await page.getByRole('button', { name: person }).first().click();
  await page.getByRole('button', { name: room }).first().click();
  await page.getByRole('heading', { level: 2, name: room, exact: true }).waitFor();
  await page.locator('#composer').waitFor();
}

/** Uses a command by keyboard: types each option's text, and chooses the first suggestion for it. */
async function command(page: Page, name: string, options: Options = {}): Promise<void> {
  await page.locator('#composer').fill(`/${name}`);
  // The page appears before the bot has registered its commands.
  await page.locator('#offers [role=option]').first().waitFor();
  await page.keyboard.press('Enter');
  for (const [id, text] of Object.entries(options)) {
    const field = page.locator(`#option-${id}`);
    await field.pressSequentially(text);
    if ((await field.getAttribute('role')) !== 'combobox') continue;
    await page.locator('#offers [role=option]').first().waitFor();
    // Enter would send the command if no other option is required.
    await page.keyboard.press('Tab');
  }
  await page.locator('form.command button[type=submit]').click();
}

/** Performs an act, and returns the last message once a new message has come and is no longer pending. */
async function next(page: Page, act: () => Promise<void>): Promise<Locator> {
  const messages = page.locator('article.message');
  const before = await messages.count();
  await act();
  await messages.nth(before).waitFor();
  const last = messages.last();
  await last.locator('.markup, .picture').first().waitFor();
  return last;
}

async function takeAll(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: WIDE, deviceScaleFactor: SHARPNESS, locale: 'en-GB' });
  await page.goto(url);
  await be(page, 'Ada', 'general');
  const ask = (question: string) => next(page, () => command(page, 'ask', { question }));
  await take(page, 'answer', await ask('Where did the cyber-attack come from?'));

  await page.setViewportSize(NARROW);
  await be(page, 'Ada', 'about the article');
  await take(page, 'unsure', await ask('Which university did María Páez Victor get her doctorate from?'));
  await take(page, 'not-covered', await ask('What percentage of registered voters actually turned out?'));
  await take(page, 'claims', await next(page, () => command(page, 'claims')));

  await be(page, 'Max', 'moderators');
  await command(page, 'note add', { passage: 'traced to North Macedonia' });
  const form = page.getByRole('dialog');
  await form.waitFor();
  await fill(form);
  await take(page, 'form', form);
  const draft = await next(page, () => form.getByRole('button', { name: 'Submit' }).click());
  await draft.getByRole('button', { name: 'Save', exact: true }).waitFor();
  await take(page, 'preview', draft);
  await draft.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('article.message', { hasText: 'Saved' }).first().waitFor();
  await command(page, 'note edit', { note: 'public prosecutor named' });
  await form.waitFor();
  await form
    .getByRole('textbox', { name: /^Note/u })
    .fill('The public prosecutor named the country; North Macedonia said it had received no evidence.');
  const change = await next(page, () => form.getByRole('button', { name: 'Submit' }).click());
  await change.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('article.message', { hasText: 'now version 2' }).first().waitFor();
  await take(page, 'history', await next(page, () => command(page, 'note history', { note: 'public prosecutor named' })));
  await take(page, 'coverage', await next(page, () => command(page, 'coverage')));
}

async function fill(form: Locator): Promise<void> {
  await form.getByRole('combobox').selectOption('unverified');
  await form.getByRole('textbox', { name: /^Headline/u }).fill('The prosecutor named the country, and showed no traces of the attack');
  await form.getByRole('textbox', { name: /^Note/u }).fill('The public prosecutor named the country; no traces of the attack were shown.');
  await form.getByRole('textbox', { name: /^Sources/u }).fill('The Herald | A look at the claim | 2024-08-13 | https://example.org/attack');
}

/** Starts a sandbox, and returns its address as soon as it is printed. Rejects if it ends first, or after START_MS. */
async function startSandbox(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/main.js'), 'sandbox'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((found, fail) => {
    const timer = setTimeout(() => fail(new Error('The sandbox did not start.')), START_MS);
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const [address] = /http:\/\/127\.0\.0\.1:\d+/u.exec(printed) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      found(address);
    });
    child.once('exit', (code) => fail(new Error(`The sandbox ended with ${code}.`)));
  });
  return { child, url };
}

const browser = await launchBrowser();
await mkdir(FOLDER, { recursive: true });
const { child, url } = await startSandbox();
try {
  await takeAll(browser, url);
} finally {
  await browser.close();
  child.kill('SIGTERM');
}
