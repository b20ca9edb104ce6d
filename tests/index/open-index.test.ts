// Tests of opening an index with the real model: built once, loaded when current, rebuilt with a reason, never half there.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArticleIndex } from '../../index/article-index.js';
import { createCorpus, type Sources } from '../../index/corpus.js';
import type { Embedder } from '../../index/embedder.js';
import { modelEntry } from '../../index/models.js';
import { type OpenOptions, openIndex } from '../../index/open-index.js';
import type { EmbeddedQuestion } from '../../src/answer/ports.js';
import { InputError } from '../../src/input-error.js';
import { sharedEmbedder } from '../model.js';
import { DAMAGES } from './fixtures/damages.js';
import { makeArticle, smallSources, tinySources, withNoteText } from './fixtures/small-article.js';

const MODEL = { id: 'Xenova/e5-small-v2', hash: 'a'.repeat(64) };
const QUESTIONS = [
  'Where was the ferry built?',
  'how long is the bridge',
  'What did the vote say about turnout?',
  'who is gonzalez',
  'the of to',
];

const sources = smallSources();
const textCount = createCorpus(sources).texts.length;

let embedder: Embedder;
let questions: EmbeddedQuestion[] = [];
/** A folder with a good index, copied for each test that needs one. */
let good = '';
let answersOfGood: unknown;
let parent = '';
let folder = '';

/** Opens an index and keeps what was said and done on the way. */
async function open(changes: Partial<OpenOptions> = {}, from: Sources = sources) {
  const infos: string[] = [];
  const warnings: string[] = [];
  const work: string[] = [];
  const index = await openIndex(from, {
    folder,
    model: MODEL,
    weights: modelEntry(MODEL.id).weights,
    embedder: Promise.resolve(embedder),
    progress: { start: (total) => work.push(`start ${total}`), step: () => work.push('step'), stop: () => work.push('stop') },
    log: { info: (message) => infos.push(message), warn: (message) => warnings.push(message) },
    ...changes,
  });
  return { index, infos, warnings, work };
}

/** Names of the files that the manifest lists. */
function savedFiles(): string[] {
  return Object.keys(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).files);
}

/** An embedder that must not be needed. */
function noEmbedder(): Promise<Embedder> {
  const none = Promise.reject<Embedder>(new Error('The embedder was awaited, though nothing is to be embedded.'));
  none.catch(() => undefined);
  return none;
}

const answers = (index: ArticleIndex) => questions.map((question) => index.retrieve(question, index.matchWords(question.text)));

function startFromGood(): void {
  cpSync(good, folder, { recursive: true });
}

/** Opening finds nothing to do: everything saved is whole and belongs to these sources. */
async function expectCurrent(from: Sources = sources): Promise<ArticleIndex> {
  const { index, infos, work } = await open({ embedder: noEmbedder() }, from);
  expect(infos).toEqual([]);
  expect(work).toEqual([]);
  return index;
}

function editManifest(edit: (manifest: Record<string, unknown>) => void): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  edit(manifest);
  writeFileSync(file, JSON.stringify(manifest));
}

beforeAll(async () => {
  embedder = await sharedEmbedder();
  questions = await Promise.all(QUESTIONS.map((question) => embedder.embedQuestion(question)));
  folder = join(mkdtempSync(join(tmpdir(), 'marginalia-index-')), 'good');
  good = folder;
  answersOfGood = answers((await open()).index);
});

afterAll(async () => {
  rmSync(dirname(good), { recursive: true });
});

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'marginalia-index-'));
  folder = join(parent, 'small-article');
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

describe('an index that is not there', () => {
  it('is built with progress, and saved with a line that says why', async () => {
    const { infos, warnings, work } = await open();
    expect(infos).toEqual(['Rebuilding the index: there is none yet.']);
    expect(warnings).toEqual([]);
    expect(work).toEqual([`start ${textCount}`, ...Array.from({ length: textCount }, () => 'step'), 'stop']);
    expect(savedFiles()).toContain('vectors.f32');
    expect(readdirSync(folder).toSorted()).toEqual(['manifest.json', ...savedFiles()].toSorted());
    expect(readdirSync(parent)).toEqual([basename(folder)]);
  });

  it('is saved into folders that do not exist yet', async () => {
    const deep = join(parent, 'data', 'index', 'small-article');
    await open({ folder: deep });
    expect(existsSync(join(deep, 'manifest.json'))).toBe(true);
  });

  it('says how many texts were too long to be read whole', async () => {
    // One sentence is at most 1,500 characters long, which are more than 512 tokens only where they are no words.
    const dense = Array.from({ length: 280 }, (_, i) => `x${i}z`).join(' ');
    const { warnings } = await open({}, { ...sources, notes: [], article: makeArticle(dense) });
    expect(warnings).toEqual(['The model read only the beginning of 1 texts, which are longer than it can take.']);
  });

  it('stays absent when the model fails, and the failure is passed on', async () => {
    const none = Promise.reject<Embedder>(new InputError('no model'));
    none.catch(() => undefined);
    await expect(open({ embedder: none })).rejects.toThrow(new InputError('no model'));
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('an index that is current', () => {
  beforeEach(startFromGood);

  it('is loaded without the model and without a word', async () => {
    await expectCurrent();
  });

  it('gives the same candidates, evidence and notes as before it was saved', async () => {
    expect(answers(await expectCurrent())).toEqual(answersOfGood);
  });

  it('is left as it is', async () => {
    const times = () => savedFiles().map((name) => statSync(join(folder, name)).mtimeMs);
    const before = times();
    await expectCurrent();
    expect(times()).toEqual(before);
  });
});

describe('changed content', () => {
  beforeEach(startFromGood);

  const reason = 'Rebuilding the index: the content changed.';

  it('in one note embeds that note only', async () => {
    const changed = withNoteText(sources, 'cost-of-the-bridge', 'The road authority said 150 million kroner.');
    const { infos, work } = await open({}, changed);
    expect(infos).toEqual([reason]);
    expect(work).toEqual(['start 1', 'step', 'stop']);
    await expectCurrent(changed);
  });

  it('answers as an index does that is built of it from nothing', async () => {
    const changed = withNoteText(sources, 'cost-of-the-bridge', 'The road authority said 150 million kroner.');
    const { index } = await open({}, changed);
    const { index: fresh } = await open({ folder: join(parent, 'fresh') }, changed);
    expect(answers(index)).toEqual(answers(fresh));
  });

  it('that takes texts away embeds nothing', async () => {
    const fewer = { ...sources, notes: sources.notes.slice(1), decoys: sources.decoys.slice(1) };
    const { infos, work } = await open({ embedder: noEmbedder() }, fewer);
    expect(infos).toEqual([reason]);
    expect(work).toEqual([]);
    await expectCurrent(fewer);
  });

  it('in the article embeds the new sentence only, and finds it', async () => {
    const { article } = sources;
    const longer = makeArticle(`${article.body}\nA second ferry was ordered from Gdansk.\n`);
    const { index, work } = await open({}, { ...sources, article: longer });
    expect(work[0]).toBe('start 1');
    const question = await embedder.embedQuestion('What was ordered from Gdansk?');
    expect(index.retrieve(question, index.matchWords(question.text)).candidates.map(({ sentence }) => sentence)).toContain(
      longer.sentences.length - 1,
    );
  });

  it('is the same text in another part too: a decoy that becomes a reader question is not embedded again', async () => {
    const [decoy] = sources.decoys;
    const [reader] = sources.readerQuestions;
    if (decoy === undefined || reader === undefined) throw new Error('The sources are too small.');
    const swapped = {
      ...sources,
      decoys: sources.decoys.slice(1),
      readerQuestions: [...sources.readerQuestions, { ...reader, question: decoy.question }],
    };
    const { infos } = await open({ embedder: noEmbedder() }, swapped);
    expect(infos).toEqual([reason]);
  });
});

describe('a damaged index', () => {
  const tiny = tinySources();
  const tinyCount = createCorpus(tiny).texts.length;
  let whole = '';
  let answersOfWhole: unknown;

  beforeAll(async () => {
    whole = join(dirname(good), 'tiny');
    answersOfWhole = answers((await open({ folder: whole }, tiny)).index);
  });

  beforeEach(() => {
    cpSync(whole, folder, { recursive: true });
  });

  /** Opened again it is rebuilt, once, with a reason; then it is as good as before. */
  async function expectRebuilt(reason: RegExp | string): Promise<void> {
    const { index, infos, work } = await open({}, tiny);
    expect(infos).toHaveLength(1);
    expect(infos[0]).toMatch(/^Rebuilding the index: .*\.$/u);
    expect(infos[0]).toMatch(reason);
    expect(work[0]).toBe(`start ${tinyCount}`);
    expect(answers(index)).toEqual(answersOfWhole);
    expect(answers(await expectCurrent(tiny))).toEqual(answersOfWhole);
    expect(readdirSync(parent)).toEqual([basename(folder)]);
  }

  // tests/index/saved-index.test.ts has every damage of every file; here each damage stands at two files, and each file has one.
  it.each(DAMAGES.map(({ name, harm }, i) => ({ name, harm, i })))(
    'of which a file is $name is rebuilt, and the file is named',
    async ({ harm, i }) => {
      const files = savedFiles().filter((_, at) => at % DAMAGES.length === i);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        harm(join(folder, file));
        await expectRebuilt(file);
      }
    },
  );

  it('without its manifest is rebuilt', async () => {
    rmSync(join(folder, 'manifest.json'));
    await expectRebuilt('there is none yet');
  });

  it.each(['', '{', '[]', '\u0000\u0001'])('whose manifest is %j is rebuilt', async (text) => {
    writeFileSync(join(folder, 'manifest.json'), text);
    await expectRebuilt('its manifest is damaged');
  });

  it('whose manifest is cut short is rebuilt', async () => {
    const file = join(folder, 'manifest.json');
    truncateSync(file, statSync(file).size - 10);
    await expectRebuilt('its manifest is damaged');
  });

  it('whose manifest lists a file less is rebuilt', async () => {
    editManifest((manifest) => {
      delete (manifest.files as Record<string, unknown>)['vectors.f32'];
    });
    await expectRebuilt('vectors.f32 is not in its manifest');
  });

  it('of another format is rebuilt, with both formats', async () => {
    editManifest((manifest) => {
      manifest.format = 1;
    });
    await expectRebuilt(/it has format 1, this version writes \d+/u);
  });

  it('of other files of the same model is rebuilt', async () => {
    editManifest((manifest) => {
      manifest.model = { ...MODEL, hash: 'b'.repeat(64) };
    });
    await expectRebuilt(`the files of ${MODEL.id} changed`);
  });

  it('of another model is rebuilt, with both models', async () => {
    editManifest((manifest) => {
      manifest.model = { ...MODEL, id: 'Xenova/all-MiniLM-L6-v2' };
    });
    await expectRebuilt(`the model was Xenova/all-MiniLM-L6-v2, now it is ${MODEL.id}`);
  });

  it('that is a file instead of a folder is rebuilt', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'not a folder');
    await expectRebuilt('');
  });

  it('with a folder in place of a file is rebuilt', async () => {
    rmSync(join(folder, 'vectors.f32'));
    mkdirSync(join(folder, 'vectors.f32'));
    await expectRebuilt('vectors.f32');
  });
});

describe('what a crash leaves beside the index', () => {
  const deadPid = () => spawnSync(process.execPath, ['--version']).pid;
  const leave = (name: string) => {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, 'vectors.f32'), 'half');
  };

  it('is removed by the next build, if its process has ended', async () => {
    leave(`${basename(folder)}.next-${deadPid()}`);
    leave(`${basename(folder)}.previous-${deadPid()}`);
    await open({}, tinySources());
    expect(readdirSync(parent)).toEqual([basename(folder)]);
  });

  it('is removed too if it bears the id of this process, as in a container that was started again', async () => {
    leave(`${basename(folder)}.next-${process.pid}`);
    leave(`${basename(folder)}.previous-${process.pid}`);
    await open({}, tinySources());
    expect(readdirSync(parent)).toEqual([basename(folder)]);
    await expectCurrent(tinySources());
  });

  it('is kept where it belongs to a running process or to another index', async () => {
    const kept = [`${basename(folder)}.next-${process.ppid}`, `another.next-${deadPid()}`, `${basename(folder)}.next-to-it`];
    kept.forEach(leave);
    await open({}, tinySources());
    expect(readdirSync(parent).toSorted()).toEqual([basename(folder), ...kept].toSorted());
  });
});

describe('several that open one folder at once', () => {
  it('all get a good index, and leave one behind', async () => {
    const opened = await Promise.all([open(), open(), open()]);
    for (const { index } of opened) expect(answers(index)).toEqual(answersOfGood);
    expect(answers(await expectCurrent())).toEqual(answersOfGood);
    expect(readdirSync(parent)).toEqual([basename(folder)]);
  });

  it('each get the index of their own sources', async () => {
    const changed = withNoteText(sources, 'cost-of-the-bridge', 'The road authority said 150 million kroner.');
    const [first, second] = await Promise.all([open(), open({}, changed)]);
    expect([first.index.contentHash, second.index.contentHash]).toEqual([createCorpus(sources).hash, createCorpus(changed).hash]);
    expect(readdirSync(parent)).toEqual([basename(folder)]);
    const again = await open({}, sources);
    expect(answers(again.index)).toEqual(answersOfGood);
  });
});

describe('a folder that cannot be written', () => {
  async function faultOf(opening: Promise<unknown>): Promise<string> {
    const error: unknown = await opening.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof InputError) return error.message;
    throw new Error('Expected an InputError.', { cause: error });
  }

  it('because a file stands in its way is named, with what to do', async () => {
    writeFileSync(join(parent, 'data'), 'a file');
    // Nothing is embedded before that.
    const message = await faultOf(open({ folder: join(parent, 'data', 'index', 'small-article'), embedder: noEmbedder() }));
    expect(message).toContain(join(parent, 'data', 'index', 'small-article'));
    expect(message).toContain('ENOTDIR');
    expect(message).toContain('DATA_DIR');
  });

  it('because nobody may is named, with what to do', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may write everywhere');
    chmodSync(parent, 0o500);
    const message = await faultOf(open()).finally(() => chmodSync(parent, 0o700));
    expect(message).toContain(folder);
    expect(message).toContain('EACCES');
    expect(message).toContain('DATA_DIR');
  });
});
