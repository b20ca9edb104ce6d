// Tests of the sandbox page in a real browser with the real bot: asking, clicking, modals, keys, two windows, reach, weight, speed.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as people from '../../sandbox/discord/people.js';
import type { Change } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import type { App } from '../../src/app.js';
import { runDiscord } from '../../src/discord/run.js';
import { examplesOf } from '../../src/examples.js';
import { openStore } from '../../src/store/open-store.js';
import type { Store } from '../../src/store/store.js';
import { openShippedApp, settle } from '../e2e/stage.js';
import { hasBrowser } from '../missing.js';
import { launchBrowser, openWatched, type Watched } from './browser.js';
import { ROOT } from './stage.js';

const QUESTION = 'Where did the cyber-attack come from?';
const MOST_BYTES = 100_000;
const WIDE = { width: 1200, height: 800 };
const NARROW = { width: 360, height: 740 };
/** Time limit for effects that nothing awaits; only a hang reaches it. */
const SOON = { timeout: 120_000 };
/** Axe as a script, which the page's own policy would not load. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!hasBrowser)('the sandbox page', () => {
  const errors: unknown[] = [];
  const watched: Watched[] = [];
  const controller = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-page-'));
  let app: App;
  let sandbox: Sandbox;
  let store: Store & { close(): Promise<void> };
  let ended: Promise<number>;
  let browser: Browser;

  beforeAll(async () => {
    app = await openShippedApp();
    const onError = (error: unknown) => errors.push(error);
    sandbox = await startSandbox({ root: ROOT, onError });
    const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    store = await openStore({ file: join(folder, 'sandbox.sqlite'), log });
    const { discord, place } = sandbox;
    await store.changeSettings(place.guild.id, { logChannel: place.moderators.id, queueChannel: place.moderators.id });
    ended = runDiscord({
      app,
      store,
      evaluationQuestions: [QUESTION],
      config: { discordApiUrl: discord.apiUrl, discordToken: discord.token },
      version: '0.0.0-test',
      log,
      complain: onError,
      signal: controller.signal,
    });
    const isReady = () => (discord.world.commands.size > 0 && discord.gateway.connected > 0 ? true : undefined);
    await until(discord.world, isReady, { describe: () => 'the bot has not come' });
    const { title, author = '' } = app.article.about;
    sandbox.program.article = { title, author, examples: await examplesOf(app) };
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    controller.abort();
    await ended;
    await store?.close();
    await sandbox?.stop();
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The first or second window, as a person in a room. */
  async function open(name = 'Ada', room = 'general', at: 0 | 1 = 0): Promise<Page> {
    const { page } = watched[at] ?? (await openWindow());
    await page.setViewportSize(WIDE);
    if (await page.getByRole('complementary').isVisible()) await page.getByRole('button', { name: 'Close the panel' }).click();
    await lookAs(page, name);
    await page.locator('.rooms').getByRole('button', { name: room }).click();
    await page.getByRole('heading', { level: 2, name: room, exact: true }).waitFor();
    await page.locator('#composer').fill('');
    return page;
  }

  async function openWindow(): Promise<Watched> {
    const one = await openWatched(browser, sandbox.url);
    watched.push(one);
    return one;
  }

  async function lookAs(page: Page, name: string): Promise<void> {
    const button = page.locator('.person').filter({ hasText: name });
    await button.click();
    await page.locator('.person[aria-current]').filter({ hasText: name }).waitFor();
  }

  const articles = (page: Page) => page.getByRole('article');

  /** The last message, once it contains a text. */
  async function last(page: Page, text: string | RegExp): Promise<Locator> {
    const found = articles(page).last().filter({ hasText: text });
    await found.waitFor(SOON).catch(async () => {
      throw new Error(`“${text}” is not in the last message: ${await page.locator('main').innerText()}`);
    });
    return found;
  }

  /** The user and command shown above the answer. */
  async function usedIn(answer: Locator): Promise<string> {
    return (await answer.locator('.before > :not(svg)').allInnerTexts()).join(' used ');
  }

  /** Asks by mention, and waits until the question is shown. */
  async function ask(page: Page, question = QUESTION): Promise<void> {
    const newest = () => articles(page).evaluateAll((all) => all.at(-1)?.getAttribute('data-id'));
    const before = await newest();
    await page.locator('#composer').fill(`@Marginalia ${question}`);
    await page.keyboard.press('Enter');
    await expect.poll(newest, SOON).not.toBe(before);
  }

  /** The scroll position of the messages once it no longer changes: the wheel scrolls smoothly. */
  async function scrollAtRest(page: Page): Promise<number> {
    return page.evaluate<number>(`new Promise((resolve) => {
      const log = document.querySelector('.log');
      let [last, still] = [log.scrollTop, 0];
      const look = () => {
        still = log.scrollTop === last ? still + 1 : 0;
        last = log.scrollTop;
        if (still === 10) resolve(last);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })`);
  }

  /** The first message that is wholly in view, and where it stands in the window, once nothing scrolls any more. */
  async function readingPlace(page: Page): Promise<{ id: string; top: number }> {
    await scrollAtRest(page);
    return page.evaluate(`(() => {
      const { top } = document.querySelector('.log').getBoundingClientRect();
      const first = [...document.querySelectorAll('.log [data-id]')].find((one) => one.getBoundingClientRect().top >= top);
      return { id: first.dataset.id, top: Math.round(first.getBoundingClientRect().top) };
    })()`);
  }

  const activeId = (page: Page) => page.evaluate<string>('document.activeElement.id');

  it('tells a newcomer what this is, and an example is answered at a click', async () => {
    const one = await openWindow();
    const { page } = one;
    await page.getByRole('heading', { name: /^Welcome/u }).waitFor();
    const { title, author = 'nobody' } = app.article.about;
    expect(await page.locator('.of-article').innerText()).toBe(`The article: ${title}, by ${author}.`);
    const labels = (await examplesOf(app)).map(({ label }) => label);
    expect(await page.locator('.example-label').allInnerTexts()).toEqual(labels);
    expect(labels).toHaveLength(3);
    await page.getByRole('button', { name: labels[0] ?? '' }).click();
    const answer = await last(page, 'The article says (');
    expect(await answer.innerText()).toMatch(/contested:.*(?:Disputed|Inaccurate|Unverified)/su);
    expect(await page.locator('.welcome').count()).toBe(0);
    const weight = await one.weight();
    expect(weight).toBeGreaterThan(10_000);
    expect(weight).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each([
    ['Ada', 'mention', QUESTION, 'The article says ('],
    ['Ada', 'ask', 'who invented the telephone?', 'The article does not cover this.'],
    ['Lucía', 'mention', '¿De dónde vino el ciberataque?', 'El artículo dice ('],
    ['Lucía', 'preguntar', '¿Quién inventó el teléfono?', 'El artículo no trata esto.'],
  ])('answers %s by %s: %s', async (name, how, question, expected) => {
    const page = await open(name, 'about the article');
    if (how === 'mention') await ask(page, question);
    else {
      await page.locator('#composer').pressSequentially(`/${how} `);
      await page.locator('.option input').first().fill(question);
      await page.keyboard.press('Enter');
    }
    const answer = await last(page, expected);
    if (how !== 'mention') expect(await usedIn(answer)).toBe(`${name} used /${how}`);
  });

  it('is worked by keyboard alone, from loading to an answer and a suggested passage', async () => {
    const page = await open('Ada');
    expect(await activeId(page)).toBe('composer');
    await page.keyboard.type('@marg');
    await page.getByRole('option', { name: /Marginalia/u }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('What was the turnout?');
    await page.keyboard.press('Enter');
    await last(page, /The article (?:says|may|does)/su);

    await page.keyboard.type('/pass');
    await page.getByRole('option', { selected: true }).filter({ hasText: '/passage' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('North Macedonia');
    await page.getByRole('option').filter({ hasText: '¶ 7' }).first().waitFor(SOON);
    await page.keyboard.press('ArrowDown');
    const chosen = await page.locator('#offers [aria-selected=true]').innerText();
    expect(await page.locator('[aria-activedescendant]').getAttribute('aria-activedescendant')).toBe('offer-0');
    await page.keyboard.press('Enter');
    expect(await page.locator('#option-find').inputValue()).toBe(chosen);
    await page.keyboard.press('Enter');
    const shown = await last(page, 'North Macedonia');
    expect(await usedIn(shown)).toBe('Ada used /passage');
    expect(await activeId(page)).toBe('composer');
  });

  it('shows Context and a polite no to those alone who clicked, in their language', async () => {
    const [ada, lucia] = [await open(), await open('Lucía', 'general', 1)];
    await ask(ada);
    await last(ada, 'The article says (');
    await last(lucia, 'The article says (');
    const seen = await articles(ada).count();
    await articles(lucia).last().getByRole('button', { name: 'Delete' }).click();
    const no = await last(lucia, 'Solo quien preguntó');
    expect(await no.innerText()).toMatch('Only you can see this');
    await no.getByRole('button', { name: 'Dismiss message' }).click();
    await expect.poll(() => lucia.getByText('Solo quien preguntó').count()).toBe(0);
    expect(await articles(ada).count()).toBe(seen);
    await articles(ada).last().getByRole('button', { name: 'Context' }).click();
    const context = await last(ada, 'Paragraph 7 of 33');
    expect(await context.innerText()).toMatch('Only you can see this');
    expect(await articles(lucia).count()).toBe(seen);
  });

  it('takes a note from suggestion to form to preview, and the next answer shows it in every window', async () => {
    const [max, ada] = [await open('Max', 'moderators'), await open('Ada', 'general', 1)];
    expect(await ada.locator('.rooms').innerText()).not.toMatch('moderators');
    await max.locator('#composer').pressSequentially('/note add ');
    await max.keyboard.type('traced to North Macedonia');
    await max.getByRole('option').filter({ hasText: '¶ 7' }).first().waitFor(SOON);
    await max.keyboard.press('ArrowDown');
    await max.keyboard.press('Enter');
    await max.keyboard.press('Enter');
    const form = max.getByRole('dialog', { name: 'New note' });
    await form.getByLabel('Status').selectOption('unverified');
    await form.getByRole('button', { name: 'Submit' }).click();
    // A missing required field prevents submission.
    expect(await form.isVisible()).toBe(true);
    await form.getByLabel(/^Headline/u).fill('The prosecutor named the country, and showed no traces');
    await form.getByLabel(/^Note/u).fill('The public prosecutor named the country; no <b>traces</b> were shown.');
    await form.getByLabel(/^Sources/u).fill('The Herald | A look at the claim | 2024-08-13 | https://example.org/attack');
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.waitFor({ state: 'hidden' });
    expect(await activeId(max)).toBe('composer');
    const preview = await last(max, 'not saved yet');
    await preview.getByRole('button', { name: 'Save', exact: true }).click();
    await max.getByText('is saved, and readers see it').waitFor(SOON);

    await ask(ada);
    await last(ada, 'The article says (');
    await articles(ada)
      .last()
      .getByRole('button', { name: /^Notes/u })
      .click();
    const notes = await last(ada, 'no <b>traces</b> were shown');
    expect(await notes.innerText()).toMatch('The Herald');
    await lookAs(max, 'Mina');
    await max.locator('.rooms').getByRole('button', { name: 'general' }).click();
    await expect.poll(() => max.getByText(QUESTION).last().isVisible()).toBe(true);
  });

  it('edits, replies and deletes by the menu of a message, and checks it against the article', async () => {
    const page = await open('Mina');
    await page.locator('#composer').fill('the results were sent by fax');
    await page.keyboard.press('Enter');
    const mine = await last(page, 'by fax');
    const menu = async (item: string) => {
      await mine.hover();
      await mine.getByRole('button', { name: /^Actions/u }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await menu('Edit');
    await page.getByLabel('Edit the message').fill('the cyber-attack came from North Macedonia, not by fax');
    await page.keyboard.press('Enter');
    await mine.filter({ hasText: '(edited)' }).waitFor();
    await menu('Check against the article');
    const checked = await last(page, 'North Macedonia');
    expect(await checked.innerText()).toMatch('Only you can see this');
    await articles(page).filter({ hasText: 'not by fax' }).first().hover();
    await articles(page)
      .filter({ hasText: 'not by fax' })
      .first()
      .getByRole('button', { name: /^Actions/u })
      .press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByText('Replying to').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByText('Replying to').count()).toBe(0);
  });

  it('stays at the bottom through 200 messages without holding the browser up, and stays where one reads', async () => {
    const page = await open('Ada', 'about the article');
    const { world } = sandbox.discord;
    const [ada] = sandbox.place.people;
    if (ada === undefined) throw new Error('Nobody is there.');
    const write = (n: number) => people.post(world, { user: ada.user, channel: sandbox.place.thread, content: `Line **${n}** of many` });
    await page.evaluate(
      'window.long = []; window.begun = performance.now(); new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration))).observe({ type: "longtask" })',
    );
    for (let n = 1; n <= 200; n += 1) {
      write(n);
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await last(page, 'Line 200 of many');
    const below = () =>
      page.evaluate<number>(
        '(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector(".log"))',
      );
    await expect.poll(below).toBeLessThan(2);
    // Drawing takes many short tasks and no long one.
    expect(await page.evaluate<number>('Math.max(0, ...long) / (performance.now() - begun)')).toBeLessThan(0.25);

    await page.locator('.log').hover();
    await page.mouse.wheel(0, -1_500);
    await expect.poll(below).toBeGreaterThan(500);
    const before = await readingPlace(page);
    write(201);
    const button = page.getByRole('button', { name: 'new message' });
    // One's own messages are not new; another person's are.
    const [, lucia] = sandbox.place.people;
    if (lucia === undefined) throw new Error('Lucía is not there.');
    people.post(world, { user: lucia.user, channel: sandbox.place.thread, content: 'Hola' });
    await button.waitFor();
    // Also where an answer above grows by a correction meanwhile.
    expect(await readingPlace(page)).toEqual(before);
    await button.click();
    await expect.poll(below).toBeLessThan(2);

    // A room is shown with its last messages; a change of an older one does not bring that to the bottom.
    await open('Ada');
    await open('Ada', 'about the article');
    const [oldest] = sandbox.place.thread.messages.values();
    if (oldest === undefined) throw new Error('The thread has no message.');
    expect(await page.locator(`[data-id="${oldest.id}"]`).count()).toBe(0);
    people.editPost(world, oldest, 'Changed.');
    write(202);
    await last(page, 'Line 202 of many');
    expect(await page.locator(`[data-id="${oldest.id}"]`).count()).toBe(0);
  });

  it('shows an answer when the bot has sent it', async () => {
    const page = await open('Lucía', 'Marginalia');
    const sent: string[] = [];
    const note = (change: Change) => {
      if (change.kind === 'message-created' && change.message.author.bot) sent.push(change.message.id);
    };
    sandbox.discord.world.changes.on('change', note);
    await page.locator('#composer').fill('¿Cuál fue la participación?');
    await page.keyboard.press('Enter');
    await expect.poll(() => sent.length, SOON).toBe(1);
    await page.locator(`[data-id="${sent[0]}"]`).waitFor(SOON);
    sandbox.discord.world.changes.off('change', note);
  });

  it('shows an answer that is higher than the room from its beginning, and leaves whoever reads on where they are', async () => {
    // Ada has asked about as much as one person may at a time.
    const page = await open('Mina', 'about the article');
    await page.setViewportSize({ width: 1200, height: 320 });
    await ask(page);
    await last(page, 'The article says (');
    const answer = articles(page).filter({ hasText: 'The article says (' }).last();
    const place = (of: Locator) => of.evaluate((element) => element.getBoundingClientRect().top);
    const log = page.locator('.log');
    const offset = async () => Math.round((await place(answer)) - (await place(log)));
    expect((await answer.boundingBox())?.height).toBeGreaterThan((await log.boundingBox())?.height ?? Number.POSITIVE_INFINITY);
    await expect.poll(offset, SOON).toBeLessThan(20);
    expect(await offset()).toBeGreaterThanOrEqual(0);

    await log.hover();
    await page.mouse.wheel(0, 120);
    await expect.poll(offset, SOON).toBeLessThan(-60);
    await scrollAtRest(page);
    const before = await offset();
    const { world } = sandbox.discord;
    const [, lucia] = sandbox.place.people;
    if (lucia === undefined) throw new Error('Lucía is not there.');
    people.post(world, { user: lucia.user, channel: sandbox.place.thread, content: 'Hola' });
    await page.getByRole('button', { name: '1 new message' }).waitFor();
    expect(await offset()).toBe(before);
    // One's own message is scrolled into view from anywhere.
    await page.locator('#composer').fill('Gracias');
    await page.keyboard.press('Enter');
    await last(page, 'Gracias');
    await expect.poll(() => articles(page).last().isVisible(), SOON).toBe(true);
    await expect.poll(async () => (await place(articles(page).last())) < 320, SOON).toBe(true);
  });

  it('takes the command whose whole name was typed, also where another begins like it', async () => {
    const page = await open();
    await page.locator('#composer').fill('/claim');
    await page.getByRole('option', { selected: true }).filter({ hasText: '/claim' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await page.locator('form.command .name').innerText()).toBe('/claim');
    await page.getByRole('button', { name: 'Leave the command' }).click();
  });

  it('says over the messages how far the program has come, until it has', async () => {
    const page = await open();
    const start = page.locator('.start');
    expect(await start.count()).toBe(0);
    sandbox.program.start = { is: 'reading', done: 320, total: 980, secondsLeft: 12 };
    await page.getByText('Reading the article: 320 of 980 sentences and notes, about 12 s left').waitFor();
    expect(await start.locator('progress').getAttribute('value')).toBe('320');
    expect(await start.innerText()).toContain('What you ask Marginalia now, it answers as soon as it is here.');
    sandbox.program.start = { is: 'reading-more', done: 1_200, total: 4_025, secondsLeft: 200 };
    await page.getByText('Marginalia answers already, and reads more about the article: 1,200 of 4,025 texts, about 3 min left').waitFor();
    sandbox.program.start = { is: 'failed', why: 'There is no such article.' };
    await page.getByRole('alert').filter({ hasText: 'There is no such article.' }).waitFor();
    sandbox.program.start = { is: 'over' };
    await expect.poll(() => page.getByText('There is no such article.').count()).toBe(0);
  });

  it('gives back what could not be posted', async () => {
    const page = await open();
    // The resulting mention is longer than the name.
    const text = `@Marginalia ${'x'.repeat(1_988)}`;
    await page.locator('#composer').fill(text);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#composer').inputValue(), SOON).toBe(text);
    await page.locator('#composer').fill('');
  });

  it('sends a command once, however quickly it is sent twice', async () => {
    const page = await open();
    const before = await articles(page).count();
    await page.locator('#composer').fill('/claims ');
    await page.locator('form.command').waitFor();
    await page.evaluate('for (const _ of [1, 2]) document.querySelector("form.command").requestSubmit()');
    await page.locator('#composer').waitFor();
    await settle(300);
    expect(await articles(page).count()).toBe(before + 1);
  });

  it('shows in the panel what the bot asked, and a fault ordered there strikes', async () => {
    const page = await open('Mina', 'Marginalia');
    await page.getByRole('button', { name: 'What the bot does' }).click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: /^10062/u }).click();
    await panel.getByText('1 fault waits to strike.').waitFor();
    await page.locator('#composer').fill('/about ');
    await page.keyboard.press('Enter');
    const failed = panel.getByRole('listitem').filter({ hasText: '404 (10062)' });
    await failed.waitFor(SOON);
    expect(await failed.innerText()).toMatch(/POST.*callback/su);
    await failed.getByRole('button').click();
    expect(await failed.locator('pre').innerText()).toMatch('"type"');
    await panel.getByText('No fault waits to strike.').waitFor();
    await panel.getByRole('button', { name: 'Close the panel' }).click();
    expect(await activeId(page)).toBe('panel-toggle');
  });

  it('fits a narrow phone, with the rooms in a drawer', async () => {
    const page = await open('Mina');
    await page.setViewportSize(NARROW);
    const fits = () =>
      page.evaluate<boolean>(
        'document.documentElement.scrollWidth <= innerWidth && document.querySelector(".log").scrollWidth <= document.querySelector(".log").clientWidth',
      );
    await ask(page);
    await last(page, 'The article says (');
    expect(await fits()).toBe(true);
    await expect.poll(() => page.locator('.rooms').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Rooms and people' }).click();
    await page.locator('.rooms').getByRole('button', { name: 'about the article' }).click();
    await page.getByRole('heading', { level: 2, name: 'about the article' }).waitFor();
    await expect.poll(() => page.locator('.rooms').isVisible()).toBe(false);
    await page.locator('#composer').pressSequentially('/');
    await page.getByRole('listbox').waitFor();
    expect(await fits()).toBe(true);
    await page.getByRole('button', { name: 'What the bot does' }).click();
    await page.getByRole('heading', { name: 'What the bot does' }).waitFor();
    expect(await fits()).toBe(true);
  });

  it.each(['dark', 'light'] as const)(
    'has no serious fault of accessibility in %s, with a list, a form and the panel open',
    async (colorScheme) => {
      // Axe checks all content, so the room is a quiet one.
      const page = await open('Max', 'moderators');
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(AXE);
      const faults = async () => {
        const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`));
      };
      await ask(page);
      await last(page, 'The article says (');
      await articles(page).last().getByRole('button', { name: 'Context' }).click();
      await last(page, 'Only you can see this');
      await page.getByRole('button', { name: 'What the bot does' }).click();
      await page.getByRole('complementary').getByRole('listitem').first().getByRole('button').click();
      await page.locator('#composer').pressSequentially('/n');
      await page.getByRole('listbox').waitFor();
      expect(await faults()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('#composer').fill('/note add ');
      await page.keyboard.type('traced to North Macedonia');
      await page.getByRole('option').first().waitFor(SOON);
      expect(await faults()).toEqual([]);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor(SOON);
      expect(await faults()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    },
  );

  it('keeps the chosen theme', async () => {
    const page = await open();
    await page.emulateMedia({ colorScheme: 'light' });
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.getByRole('button', { name: 'Theme: system' }).click();
    expect(await background()).toBe(light);
    await page.getByRole('button', { name: 'Theme: light' }).click();
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.locator('#composer').waitFor();
    expect(await background()).toBe(dark);
  });

  it('asked nobody but the sandbox, and nothing was complained of', () => {
    const { host } = new URL(sandbox.url);
    expect(watched).toHaveLength(2);
    expect(watched.flatMap(({ asked }) => asked).filter((url) => !url.startsWith('data:') && new URL(url).host !== host)).toEqual([]);
    expect(watched.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(errors).toEqual([]);
    expect(sandbox.discord.requests.flatMap(({ violations }) => violations)).toEqual([]);
  });
});

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}
