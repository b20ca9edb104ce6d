// Tests of the configuration: defaults, faults, secrets, and .env.example.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parse } from 'dotenv';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Environment, LOG_LEVELS, loadEnvironment, readConfig, VARIABLE_NAMES } from '../src/config.js';
import { InputError } from '../src/input-error.js';

const ROOT = resolve(import.meta.dirname, '..');

function faultOf(environment: Environment): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('No fault was found.');
}

describe('readConfig', () => {
  it('runs without any variable', () => {
    expect(readConfig({})).toEqual({
      dataDir: join(ROOT, 'data'),
      embeddingModel: 'Xenova/e5-small-v2',
      modelsDir: join(ROOT, 'models'),
      allowModelDownload: false,
      modelHubUrl: 'https://huggingface.co',
      article: join(ROOT, 'content/article.md'),
      isUsualArticle: true,
      notes: join(ROOT, 'content/notes.yaml'),
      readerQuestions: join(ROOT, 'content/questions.yaml'),
      decoys: join(ROOT, 'content/decoys.yaml'),
      generalDecoys: join(ROOT, 'content/decoys-general.yaml'),
      evaluationQuestions: join(ROOT, 'tests/golden/dev-questions.jsonl'),
      storeFile: join(ROOT, 'data/marginalia.sqlite'),
      logLevel: 'info',
      noColor: false,
      discordApiUrl: 'https://discord.com/api',
    });
  });

  it('knows no notes, questions and decoys where none are named and none lie at the usual place', () => {
    const elsewhere = resolve(ROOT, 'docs');
    const { notes, readerQuestions, decoys, evaluationQuestions, article } = readConfig({}, elsewhere);
    expect([notes, readerQuestions, decoys, evaluationQuestions]).toEqual([undefined, undefined, undefined, undefined]);
    expect(article).toBe(join(elsewhere, 'content/article.md'));
    // An explicitly named file must exist.
    const named = readConfig({ NOTES: 'nope.yaml', EVALUATION_QUESTIONS: 'nope.jsonl' }, elsewhere);
    expect([named.notes, named.evaluationQuestions]).toEqual([join(elsewhere, 'nope.yaml'), join(elsewhere, 'nope.jsonl')]);
  });

  it('takes nothing along for another article than the usual one, however that is named', () => {
    const { notes, readerQuestions, decoys, evaluationQuestions, generalDecoys } = readConfig({ ARTICLE: 'tests/golden/real/faq.md' });
    expect([notes, readerQuestions, decoys, evaluationQuestions]).toEqual([undefined, undefined, undefined, undefined]);
    expect(generalDecoys).toBe(join(ROOT, 'content/decoys-general.yaml'));
    const named = readConfig({ ARTICLE: 'tests/golden/real/faq.md', NOTES: 'content/notes.yaml' });
    expect([named.notes, named.decoys]).toEqual([join(ROOT, 'content/notes.yaml'), undefined]);
    expect(readConfig({ ARTICLE: join(ROOT, 'docs/../content/article.md') })).toEqual(readConfig({}));
  });

  it('takes an empty or blank value as unset', () => {
    const empty = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, '']));
    const blank = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, '  ']));
    expect(readConfig(empty)).toEqual(readConfig({}));
    expect(readConfig(blank)).toEqual(readConfig({}));
  });

  it('reads every variable', () => {
    const config = readConfig({
      DATA_DIR: '/var/lib/marginalia',
      DATABASE_URL: 'postgres://marginalia:sesame@db.example:5432/notes',
      EMBEDDING_MODEL: 'Xenova/multilingual-e5-small',
      MODELS_DIR: '../models',
      ALLOW_MODEL_DOWNLOAD: 'true',
      MODEL_HUB_URL: 'http://localhost:8080/hub/',
      ARTICLE: 'other/article.txt',
      NOTES: './other/notes.yaml',
      READER_QUESTIONS: 'other/questions.yaml',
      DECOYS: 'other/decoys.yaml',
      GENERAL_DECOYS: 'other/general.yaml',
      EVALUATION_QUESTIONS: 'other/evaluation.jsonl',
      LOG_LEVEL: 'debug',
      NO_COLOR: '0',
      DISCORD_TOKEN: 'MTk4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs',
      DISCORD_GUILD_ID: '123456789012345678',
      DISCORD_API_URL: 'http://127.0.0.1:8080/api/',
      DISCORD_OPENAPI: '../shared/openapi.json',
    });
    expect(config).toEqual({
      dataDir: resolve('/var/lib/marginalia'),
      databaseUrl: 'postgres://marginalia:sesame@db.example:5432/notes',
      embeddingModel: 'Xenova/multilingual-e5-small',
      modelsDir: resolve(ROOT, '../models'),
      allowModelDownload: true,
      modelHubUrl: 'http://localhost:8080/hub',
      article: join(ROOT, 'other/article.txt'),
      isUsualArticle: false,
      notes: join(ROOT, 'other/notes.yaml'),
      readerQuestions: join(ROOT, 'other/questions.yaml'),
      decoys: join(ROOT, 'other/decoys.yaml'),
      generalDecoys: join(ROOT, 'other/general.yaml'),
      evaluationQuestions: join(ROOT, 'other/evaluation.jsonl'),
      storeFile: resolve('/var/lib/marginalia/marginalia.sqlite'),
      logLevel: 'debug',
      noColor: true,
      discordToken: 'MTk4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs',
      discordGuildId: '123456789012345678',
      discordApiUrl: 'http://127.0.0.1:8080/api',
      discordOpenApi: resolve(ROOT, '../shared/openapi.json'),
    });
  });

  it('lists all faults at once, each with its variable, its value and what to do', () => {
    const message = faultOf({
      LOG_LEVEL: 'loud',
      ALLOW_MODEL_DOWNLOAD: 'yes',
      EMBEDDING_MODEL: 'e5-small-v2',
      MODEL_HUB_URL: 'huggingface.co',
      ARTICLE: 'fine.md',
    });
    expect(message.split('\n')).toEqual([
      'The configuration has 4 faults:',
      '- EMBEDDING_MODEL is "e5-small-v2": write it as owner/name, for instance Xenova/e5-small-v2.',
      '- ALLOW_MODEL_DOWNLOAD is "yes": write true or false.',
      '- MODEL_HUB_URL is "huggingface.co": write a whole address that begins with http:// or https:// and holds no user name or password.',
      `- LOG_LEVEL is "loud": write one of ${LOG_LEVELS.join(', ')}.`,
      'Fix these settings in the environment or in .env; .env.example explains every variable.',
    ]);
  });

  it('never shows a secret', () => {
    const message = faultOf({ DISCORD_TOKEN: 'Bot MTk4.Cl2FMQ.ZnCjm1XVW7vR' });
    expect(message).toContain('DISCORD_TOKEN (its value is not shown)');
    expect(message).not.toMatch(/MTk4|Cl2FMQ|ZnCjm1XVW7vR/u);
    const address = faultOf({ MODEL_HUB_URL: 'https://reader:sesame@mirror.example/hub' });
    expect(address).toContain('https://…@mirror.example/hub');
    expect(address).not.toContain('sesame');
    expect(faultOf({ MODEL_HUB_URL: 'ftp://reader:ses@me@mirror.example' })).not.toMatch(/ses@|me@/u);
  });

  it.each(['../secrets', 'Xenova/..', 'Xenova/a..b', '/etc/passwd', 'Xenova/e5/small', 'Xenova\\e5-small-v2', 'Xenova/', './e5'])(
    'refuses the model name %s',
    (name) => {
      expect(faultOf({ EMBEDDING_MODEL: name })).toContain('owner/name');
    },
  );

  it.each(['ftp://huggingface.co', 'file:///models', 'javascript:alert(1)', 'https://'])('refuses the hub address %s', (url) => {
    expect(faultOf({ MODEL_HUB_URL: url })).toContain('http:// or https://');
  });

  it.each([
    'postgres://marginalia@127.0.0.1:5432/notes',
    'postgresql://marginalia:p%40ss@db.example/notes?sslmode=require',
    'postgres:///notes?host=/var/run/postgresql',
    'postgres://marginalia@/notes?host=/var/run/postgresql',
  ])('takes the database address %s as it is', (url) => {
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  it.each([
    'mysql://marginalia:sesame@db.example/notes',
    'postgres:marginalia:sesame@db.example/notes',
    'postgres://marginalia:ses ame@db.example/notes',
    'postgres://marginalia:ses#ame@db.example/notes',
    'postgres://marginalia:sesame@db.example:port/notes',
    'sesame',
  ])('refuses the database address %s, says how one is written, and shows nothing of it', (url) => {
    const message = faultOf({ DATABASE_URL: url });
    expect(message).toContain('DATABASE_URL (its value is not shown): write it as postgres://user:password@host:5432/database');
    expect(message).not.toMatch(/ses|db[.]example/u);
  });

  it('ignores variables that are not its own', () => {
    expect(readConfig({ PATH: '/bin', ARTICLES: 'x' })).toEqual(readConfig({}));
  });

  it('is frozen and holds absolute paths only', () => {
    const config = readConfig({ DATA_DIR: 'x' });
    expect(Object.isFrozen(config)).toBe(true);
    for (const path of [config.dataDir, config.modelsDir, config.article, config.notes, config.readerQuestions, config.decoys]) {
      expect(isAbsolute(path ?? '')).toBe(true);
    }
  });
});

describe('loadEnvironment', () => {
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'marginalia-config-'));
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
  });

  it('adds what .env says, and the real environment wins', () => {
    vi.stubEnv('LOG_LEVEL', 'warn');
    vi.stubEnv('DATA_DIR', undefined);
    writeFileSync(join(directory, '.env'), '\uFEFFDATA_DIR=from-file\r\nLOG_LEVEL=trace\r\n');
    const environment = loadEnvironment(directory);
    expect(environment.DATA_DIR).toBe('from-file');
    expect(environment.LOG_LEVEL).toBe('warn');
    expect(process.env.DATA_DIR).toBeUndefined();
  });

  it('reads .env from the project’s folder, wherever the program is started', () => {
    writeFileSync(join(directory, '.env'), 'MODELS_DIR=from-where-one-stands\n');
    const stood = process.cwd();
    process.chdir(directory);
    try {
      expect(loadEnvironment().MODELS_DIR).not.toBe('from-where-one-stands');
    } finally {
      process.chdir(stood);
    }
  });

  it('is content without a .env file', () => {
    vi.stubEnv('LOG_LEVEL', 'warn');
    expect(loadEnvironment(directory).LOG_LEVEL).toBe('warn');
  });

  it('names a .env that cannot be read', () => {
    mkdirSync(join(directory, '.env'));
    expect(() => loadEnvironment(directory)).toThrow(InputError);
    expect(() => loadEnvironment(directory)).toThrow(join(directory, '.env'));
  });
});

describe('.env.example', () => {
  const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
  const uncommented = parse(example.replace(/^# (?=[A-Z_]+=)/gmu, ''));

  it('explains every variable, and no other', () => {
    expect(Object.keys(uncommented).toSorted()).toEqual(VARIABLE_NAMES.toSorted());
  });

  it('explains each variable in the line above it', () => {
    const lines = example.split('\n');
    const bare = lines.filter((line, i) => /^# [A-Z_]+=/u.test(line) && !/^# [^=]+[.]$/u.test(lines[i - 1] ?? ''));
    expect(bare).toEqual([]);
  });

  it('shows the defaults', () => {
    expect(readConfig(uncommented)).toEqual(readConfig({}));
  });

  it('sets nothing when copied as it is', () => {
    expect(parse(example)).toEqual({});
  });
});
