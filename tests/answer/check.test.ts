// Holding a message against an article: what of it is looked for, and what is made of what is found. Without a model.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, LONGEST_MESSAGE, type Message, matchSentences, normaliseMessage } from '../../src/answer/check.js';
import type { NoteMatch, Resemblance, Retriever } from '../../src/answer/ports.js';
import { parseArticle } from '../../src/article/parse.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import { noteSchema } from '../../src/notes/note.js';

const article = parseArticle(
  Array.from({ length: 6 }, (_, i) => `Sentence number ${i + 1} stands here. Another one stands beside it.`).join('\n\n'),
  { title: 'A Test', language: 'en' },
);

function noteAt(id: string, text: string): AnchoredNote {
  const note = noteSchema.parse({ id, status: 'disputed', quotes: [], note: 'Told.', sources: [{ publisher: 'Paper', title: 'Report' }] });
  const start = article.body.indexOf(text);
  return { note, spans: [{ start, end: start + text.length }] };
}

const notes = [
  noteAt('beside-first', 'Another one'),
  noteAt('at-first', 'number 1 stands'),
  noteAt('at-first-too', 'number 1'),
  noteAt('at-third', 'number 3'),
];

/** A context in which each sentence of a message is like what a table says. */
function contextOf(table: Readonly<Record<string, readonly (readonly [sentence: number, score: number])[]>>, matches: NoteMatch[] = []) {
  const embedded: string[] = [];
  const nothing = { coverage: 0, coverageGap: 0, margin: 0, ownMargin: 0, neighbourhood: 0 };
  const features = { bySentences: nothing, byQuestions: undefined, isWellKnown: false };
  const retriever: Retriever = {
    // What begins with "rare" shares more words with the article than the rest.
    matchWords: (text) => ({ sentences: new Map(text.startsWith('rare') ? [[0, 9]] : []), notes: new Map() }),
    retrieve: () => ({ candidates: [], features, notes: matches }),
    rateNotes: () => new Map(matches.map(({ id, score }) => [id, score])),
    resemble: ({ text }): Resemblance[] => (table[text] ?? []).map(([sentence, score]) => ({ sentence, score })),
    explain: () => ({ sentences: new Map(), decoys: [] }),
  };
  const embedder = {
    embedQuestion: async (text: string) => {
      embedded.push(text);
      const none = new Float32Array();
      return { text, vector: none, tokens: new Int16Array(), tokenIds: new Uint32Array(), topical: new Uint8Array() };
    },
  };
  return { embedded, context: { article, notes, retriever, embedder, relatedNotesThreshold: 0.7, isWhole: () => true } };
}

function messageOf(raw: string): Message {
  const message = normaliseMessage(raw);
  if (message.kind !== 'message') throw new Error(`No message: ${message.kind}`);
  return message;
}

const sentencesOf = (raw: string) => {
  const message = messageOf(raw);
  return message.sentences.map(({ start, end }) => message.text.slice(start, end));
};

describe('normaliseMessage', () => {
  it('finds sentences of three words or more, and each line by itself', () => {
    expect(sentencesOf('They won the vote. No way! It was never audited\nsays who\nthe hack came from there')).toEqual([
      'They won the vote.',
      'It was never audited',
      'the hack came from there',
    ]);
  });

  it('finds the clauses of a sentence that claims several things, after the sentence itself', () => {
    const [first, second] = ['Machado was paying criminals to riot', 'Musk hacked the vote count from there.'];
    for (const join of [', and ', ' and ', '; ', ' — ']) {
      expect(sentencesOf(`${first}${join}${second}`)).toEqual([`${first}${join}${second}`, first, second]);
    }
    expect(sentencesOf('They won the vote, and it was never audited.')).toHaveLength(1);
    expect(sentencesOf('Maduro perdió las elecciones de julio y nadie ha visto nunca las actas')).toHaveLength(3);
  });

  it('keeps lines and takes out what nobody sees', () => {
    expect(messageOf(' It\u202e was\u200b  never\taudited.\r\n\r\n \nReally\0 not once. ').text).toBe(
      'It was never audited.\nReally not once.',
    );
  });

  it.each([['', ' \n ', '😂😂', 'ok lol', 'https://example.org/they-won-the-vote-twice', 'www.example.org/a b', '?!?']].flat())(
    'says that there is nothing in: %s',
    (raw) => {
      expect(normaliseMessage(raw)).toEqual({ kind: 'nothing' });
    },
  );

  it('takes links for no words, and for no end of a sentence', () => {
    expect(sentencesOf('It was https://example.org/watch?v=a.b audited sixteen times')).toEqual([
      'It was https://example.org/watch?v=a.b audited sixteen times',
    ]);
  });

  it('takes messages of 4,000 characters and none longer', () => {
    expect(normaliseMessage(`They won. ${'a'.repeat(LONGEST_MESSAGE)}`)).toEqual({ kind: 'too-long', length: LONGEST_MESSAGE + 10 });
    expect(normaliseMessage('they won it '.repeat(333)).kind).toBe('message');
    expect(normaliseMessage(`they won it ${'😀'.repeat(LONGEST_MESSAGE - 12)}`).kind).toBe('message');
  });

  it('gives ranges of its text, in order, for any message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (raw) => {
        const message = normaliseMessage(raw);
        if (message.kind !== 'message') return;
        let last = 0;
        for (const { start, end } of message.sentences) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(message.text.slice(start, end)).not.toContain('\n');
          expect(end).toBeLessThanOrEqual(message.text.length);
          last = start;
        }
      }),
    );
  });
});

describe('matchSentences', () => {
  it('embeds each sentence without links, and gives the best first', async () => {
    const { context, embedded } = contextOf({ 'one is like this': [[1, 0.8]], 'two is like that': [[2, 0.9]] });
    const matched = await matchSentences(messageOf('one is like https://example.org this\ntwo is like that'), context);
    expect(embedded).toEqual(['one is like this', 'two is like that']);
    expect(matched.map(({ resemblances }) => resemblances[0]?.sentence)).toEqual([2, 1]);
  });

  it('looks for twelve sentences at most, those that share most with the article', async () => {
    const { context, embedded } = contextOf({});
    const lines = Array.from({ length: 30 }, (_, i) => `${i === 25 ? 'rare' : 'common'} words number ${i}`);
    await matchSentences(messageOf(lines.join('\n')), context);
    expect(embedded).toEqual(['rare words number 25', ...lines.slice(0, 11)]);
  });
});

describe('check', () => {
  const said = 'one is like this';

  it('gives what is like the message at or over the threshold, best first, and where in the message', async () => {
    const { context } = contextOf({
      [said]: [
        [4, 0.8],
        [0, 0.79],
      ],
      'two is like that': [[8, 0.95]],
    });
    const result = await check(messageOf(`${said}\ntwo is like that`), context, 0.8);
    expect(result.message).toBe(`${said}\ntwo is like that`);
    expect(result.passages.map(({ focus }) => article.body.slice(focus.start, focus.end))).toEqual([
      'Sentence number 5 stands here.',
      'Sentence number 3 stands here.',
    ]);
    expect(result.passages.map(({ about }) => result.message.slice(about.start, about.end))).toEqual(['two is like that', said]);
    expect(result.passages.map(({ score }) => score)).toEqual([0.95, 0.8]);
  });

  it('gives three passages at most, the best of each sentence before the second of any', async () => {
    const { context } = contextOf({
      [said]: [
        [0, 0.99],
        [2, 0.98],
        [4, 0.97],
      ],
      'two is like that': [[6, 0.85]],
      'three is like those': [[8, 0.84]],
    });
    const { passages } = await check(messageOf(`${said}\ntwo is like that\nthree is like those`), context, 0.8);
    expect(passages.map(({ score }) => score)).toEqual([0.99, 0.85, 0.84]);
  });

  it('gives a second passage of one sentence before a worse one of another', async () => {
    const { context } = contextOf({
      [said]: [
        [0, 0.99],
        [2, 0.98],
      ],
      'two is like that': [[6, 0.85]],
    });
    const { passages } = await check(messageOf(`${said}\ntwo is like that`), context, 0.8);
    expect(passages.map(({ score }) => score)).toEqual([0.99, 0.98, 0.85]);
  });

  it('gives no passage twice', async () => {
    const { context } = contextOf({ [said]: [[0, 0.9]], 'two is like that': [[0, 0.85]] });
    const { passages } = await check(messageOf(`two is like that\n${said}`), context, 0.8);
    expect(passages.map(({ score }) => score)).toEqual([0.9]);
  });

  it('quotes the article word for word, with all the notes that stand there, those at the sentence first', async () => {
    const { context } = contextOf({ [said]: [[0, 0.9]] }, [
      { id: 'beside-first', score: 0.99 },
      { id: 'at-first-too', score: 0.5 },
    ]);
    const [passage] = (await check(messageOf(said), context, 0.8)).passages;
    expect(passage?.quote.text).toBe(article.body.slice(passage?.quote.start, passage?.quote.end));
    expect(passage?.quote.text).toBe('Sentence number 1 stands here. Another one stands beside it.');
    expect(passage?.flags.map(({ note }) => note.id)).toEqual(['at-first-too', 'at-first', 'beside-first']);
  });

  it('gives notes near to the whole message, over their own threshold', async () => {
    const { context, embedded } = contextOf({}, [
      { id: 'at-third', score: 0.75 },
      { id: 'at-first', score: 0.7 },
      { id: 'beside-first', score: 0.69 },
    ]);
    const result = await check(messageOf(`${said}\ntwo is like that`), context, 0.8);
    expect(embedded).toContain(`${said} two is like that`);
    expect(result.relatedNotes.map(({ note }) => note.id)).toEqual(['at-third', 'at-first']);
    expect(result.passages).toEqual([]);
  });
});
