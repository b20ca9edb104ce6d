// Two hundred messages and fifty note changes in any order, by another process, with a restart in between: at the end each message
// equals its present rendering.

import { REST } from 'discord.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { changesBetween, updateOf, versionsOf } from '../../src/curation/changes-since.js';
import { keepersOf } from '../../src/curation/keepers.js';
import { createEarlierMessages } from '../../src/discord/answers/earlier-messages.js';
import { translator } from '../../src/i18n/translator.js';
import type { Change } from '../../src/notes/revision.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { openCurated } from '../curation/curated.js';
import { TOKEN } from '../sandbox/discord/checked-discord.js';
import type { TestDatabase } from '../store/databases.js';
import { DATABASE_KINDS } from '../store/kinds.js';
import { eventually, newcomer, openShippedApp, openStage, post, type Stage, settle, use } from './stage.js';

const ANSWERS = 200;
const CHANGES = 50;

const QUESTIONS = [
  'where did the cyber-attack come from?',
  'Who won the election?',
  'What was the turnout?',
  'How many lawsuits did Trump launch?',
  '¿quién ganó las elecciones?',
  'how do I bake bread?',
  'did anybody die?',
  'What did Musk say?',
];

const NOT_FOUND = [translator('en')('command.claim.notFound'), translator('es')('command.claim.notFound')];

let app: App;

beforeAll(async () => {
  app = await openShippedApp();
});

afterAll(() => app.close());

describe.each(DATABASE_KINDS)('in %s', (_, create) => {
  let database: TestDatabase;
  let stage: Stage;
  /** Another process, with moderators at work. */
  let other: SqlStore;

  beforeAll(async () => {
    database = await create();
    stage = await openStage(app, { where: database.where });
    other = await database.open();
  });

  afterAll(async () => {
    await stage.stop();
    await database.drop();
  });

  /** A reader's action, by number. */
  const send = (i: number): Promise<Message> => {
    const [user, channel] = [
      newcomer(stage, i % 7 === 0 ? 'es-419' : 'en-US'),
      [stage.general, stage.quiet, stage.thread][i % 3] ?? stage.general,
    ];
    const question = QUESTIONS[i % QUESTIONS.length] ?? '';
    const run = (name: string, options: Record<string, string | number> = {}) => use(stage, { user, channel, name, options });
    if (i % 10 === 7) return run('passage', { number: 1 + (i % app.article.paragraphs.length) });
    if (i % 10 === 8) return run('claim', { name: app.notes[i % app.notes.length]?.note.id ?? '' });
    if (i % 50 === 9) return run('claims');
    if (i % 4 === 1) return post(stage, { user, channel, content: `<@${stage.discord.world.application.bot.id}> ${question}` });
    return run('ask', { question });
  };

  /** A moderator's action, by some numbers: add, edit, retract, undo, or import several notes. */
  const change = async (kind: number, which: number, place: number): Promise<void> => {
    const guildId = stage.guild.id;
    const kept = await other.keptNotes(guildId);
    const common = { guildId, authorId: stage.moderator.id, reason: '' };
    const sentence = app.article.sentences[place % app.article.sentences.length];
    const content = {
      status: (['disputed', 'context', 'inaccurate'] as const)[which % 3] ?? 'disputed',
      quotes: [{ exact: app.article.body.slice(sentence?.start, sentence?.end) }],
      headline: `Headline ${which}.`,
      note: `Note ${which}.`,
      keywords: [],
      sources: [{ publisher: 'The Herald', title: 'A look' }],
    };
    const adding = (id: number): Change => ({ ...common, noteId: `own-${id}`, action: 'add', content, baseVersion: 0 });
    const known = kept[which % Math.max(kept.length, 1)];
    const shipped = app.notes[which % app.notes.length]?.note;
    if (kind === 0 || known === undefined || shipped === undefined) await other.addRevisions([adding(place * 1_000 + which)], Date.now());
    else if (kind === 1) {
      const { id, ...before } = shipped;
      const baseVersion = kept.find(({ noteId }) => noteId === id)?.version ?? 0;
      await other.addRevisions(
        [{ ...common, noteId: id, action: 'edit', content: { ...before, headline: content.headline }, baseVersion }],
        Date.now(),
      );
    } else if (kind === 4)
      await other.addRevisions(
        [1, 2, 3].map((one) => adding(place * 1_000 + which * 10 + one)),
        Date.now(),
      );
    else {
      const { noteId, version, isRetracted } = known;
      const before = (await other.revisions(guildId, noteId))[0]?.content;
      const action = kind === 2 && !isRetracted ? 'withdraw' : 'restore';
      await other.addRevisions([{ ...common, noteId, action, content: before, baseVersion: version }], Date.now());
    }
  };

  it('every message is what rendering it now gives', { timeout: 600_000 }, async () => {
    const numbers = fc.sample(fc.tuple(fc.nat(4), fc.nat(999), fc.nat(999)), { numRuns: CHANGES, seed: 20 });
    const messages: Message[] = [];
    for (let i = 0; i < ANSWERS; i += 1) {
      messages.push(await send(i));
      const next = i % (ANSWERS / CHANGES) === 0 ? numbers[i / (ANSWERS / CHANGES)] : undefined;
      if (next !== undefined) await change(...next);
      if (i === ANSWERS / 2) await stage.restart();
    }
    const curated = await openCurated(app, other);
    const rest = new REST({ api: stage.discord.apiUrl }).setToken(TOKEN);
    const shippedIds = new Set(app.shipped.map(({ id }) => id));
    const contextOf = ({ userId }: { readonly userId: string }) => ({
      ...{ asker: userId, content: app.articleHash.slice(0, 6) },
      isShipped: (id: string) => shippedIds.has(id),
    });
    const edge = createEarlierMessages({ rest, contextOf, keepersOf: (guildId, ids) => keepersOf(curated.curation, guildId, ids) });
    try {
      await eventually(async () => expect(await database.query('select message_id from answers where due_at is not null')).toEqual([]));
      await settle(1_000);
      await eventually(async () => expect(await database.query('select message_id from answers where due_at is not null')).toEqual([]));
      const answers = await other.publicAnswers(2 * ANSWERS);
      // A claim whose note is retracted is not found; such a reply shows nothing that could change.
      const showing = messages.filter(({ content }) => !NOT_FOUND.includes(content));
      expect(answers.map(({ messageId }) => messageId).sort()).toEqual(showing.map(({ id }) => id).sort());
      const view = await curated.curation.view(stage.guild.id);
      const differing: string[] = [];
      let changed = 0;
      for (const answer of answers) {
        const changes = changesBetween(answer.notes, versionsOf(edge.notesOf(answer, view) ?? []));
        const update = updateOf(edge.touching(answer, view, changes), await other.lastChanges(answer.guildId, [...changes.keys()]), 0);
        changed += update === undefined ? 0 : 1;
        const brought = await edge.renderAnew(answer, view, update);
        if (brought.kind !== 'done' || !brought.isSame) differing.push(answer.messageId);
      }
      expect(differing).toEqual([]);
      expect(changed).toBeGreaterThan(0);
    } finally {
      await curated.close();
    }
  });
});
