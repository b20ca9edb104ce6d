// Tests of Discord's limits on a reply: each at its value and one over, and two independent judges agree.

import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../sandbox/discord/limits.js';
import { judgeOf } from '../../sandbox/discord/openapi.js';
import { faultsOf, fits, LIMITS } from '../../src/discord/kit/limits.js';
import { type Reply, type ReplyFile, textReply } from '../../src/discord/kit/reply.js';
import { openApiFile } from '../sandbox/discord/checked-discord.js';
import { runs } from '../tier.js';

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

const EMPTY = textReply('');
const withEmbeds = (...embeds: readonly APIEmbed[]): Reply => ({ ...EMPTY, embeds });
const withRows = (...components: readonly Row[]): Reply => ({ ...EMPTY, components });
const withFiles = (...files: readonly ReplyFile[]): Reply => ({ ...EMPTY, files });
const fileWith = (name: string, description = 'A picture'): ReplyFile => ({ name, data: new Uint8Array(1), description });
const rowOf = (...components: APIComponentInMessageActionRow[]): Row => ({ type: ComponentType.ActionRow, components });

const buttonWith = (id: string, label = 'Go'): APIButtonComponent => ({
  type: ComponentType.Button,
  style: ButtonStyle.Secondary,
  label,
  custom_id: id,
});
const linkWith = (url: string): APIButtonComponent => ({ type: ComponentType.Button, style: ButtonStyle.Link, label: 'Go', url });
const buttons = (count: number, from = 0) => Array.from({ length: count }, (_, i) => buttonWith(`b${from + i}`));
const optionWith = (i: number, parts: Partial<APISelectMenuOption> = {}): APISelectMenuOption => ({
  label: 'One',
  value: `v${i}`,
  ...parts,
});
const selectWith = (parts: Partial<APIStringSelectComponent>): Reply =>
  withRows(rowOf({ type: ComponentType.StringSelect, custom_id: 'select', options: [optionWith(0)], ...parts }));
const many = <One>(count: number, make: (i: number) => One) => Array.from({ length: count }, (_, i) => make(i));
const long = (length: number) => 'a'.repeat(length);

describe('a limit lets its value pass and nothing over it:', () => {
  it.each<readonly [name: string, most: number, reply: (size: number) => Reply, fault: string]>([
    ['content', LIMITS.content, (n) => textReply(long(n)), 'content has 2001 characters, at most 2000'],
    ['embeds', LIMITS.embeds, (n) => withEmbeds(...many(n, () => ({ title: 'T' }))), 'embeds: 11, at most 10'],
    ['title', LIMITS.title, (n) => withEmbeds({ title: long(n) }), 'embed 1, title has 257 characters, at most 256'],
    [
      'description',
      LIMITS.description,
      (n) => withEmbeds({ title: 'T' }, { description: long(n) }),
      'embed 2, description has 4097 characters, at most 4096',
    ],
    ['fields', LIMITS.fields, (n) => withEmbeds({ fields: many(n, () => ({ name: 'N', value: 'V' })) }), 'embed 1, fields: 26, at most 25'],
    [
      'field name',
      LIMITS.fieldName,
      (n) => withEmbeds({ fields: [{ name: long(n), value: 'V' }] }),
      'embed 1, field 1, name has 257 characters, at most 256',
    ],
    [
      'field value',
      LIMITS.fieldValue,
      (n) => withEmbeds({ fields: [{ name: 'N', value: long(n) }] }),
      'embed 1, field 1, value has 1025 characters, at most 1024',
    ],
    ['footer', LIMITS.footer, (n) => withEmbeds({ footer: { text: long(n) } }), 'embed 1, footer has 2049 characters, at most 2048'],
    ['author', LIMITS.authorName, (n) => withEmbeds({ author: { name: long(n) } }), 'embed 1, author has 257 characters, at most 256'],
    [
      'embeds together',
      LIMITS.embedsSum,
      (n) => withEmbeds({ description: long(4_000) }, { description: long(n - 4_000) }),
      'the embeds have 6001 characters together, at most 6000',
    ],
    ['files', LIMITS.files, (n) => withFiles(...many(n, (i) => fileWith(`f${i}`))), 'files: 11, at most 10'],
    ['alt text', LIMITS.altText, (n) => withFiles(fileWith('f', long(n))), 'the alt text of f has 1025 characters, at most 1024'],
    ['rows', LIMITS.rows, (n) => withRows(...many(n, (i) => rowOf(buttonWith(`b${i}`)))), 'rows: 6, at most 5'],
    ['buttons in a row', LIMITS.buttonsInRow, (n) => withRows(rowOf(...buttons(n))), 'row 1, buttons: 6, at most 5'],
    [
      'custom id of a button',
      LIMITS.customId,
      (n) => withRows(rowOf(buttonWith('b'), buttonWith(long(n)))),
      'row 1, component 2, id has 101 characters, at most 100',
    ],
    [
      'custom id of a select',
      LIMITS.customId,
      (n) => selectWith({ custom_id: long(n) }),
      'row 1, component 1, id has 101 characters, at most 100',
    ],
    [
      'label of a button',
      LIMITS.buttonLabel,
      (n) => withRows(rowOf(buttonWith('b', long(n)))),
      'row 1, component 1, label has 81 characters, at most 80',
    ],
    [
      'address of a button',
      LIMITS.buttonUrl,
      (n) => withRows(rowOf(linkWith(`https://example.org/${long(n - 20)}`))),
      'row 1, component 1, address has 513 characters, at most 512',
    ],
    [
      'options of a select',
      LIMITS.selectOptions,
      (n) => selectWith({ options: many(n, optionWith) }),
      'row 1, component 1, options: 26, at most 25',
    ],
    [
      'placeholder of a select',
      LIMITS.selectPlaceholder,
      (n) => selectWith({ placeholder: long(n) }),
      'row 1, component 1, placeholder has 151 characters, at most 150',
    ],
    ...(['label', 'value', 'description'] as const).map(
      (part) =>
        [
          `${part} of an option`,
          LIMITS.optionText,
          (n: number) => selectWith({ options: [optionWith(0, { [part]: long(n) })] }),
          'row 1, component 1, option 1 has 101 characters, at most 100',
        ] as const,
    ),
  ])('%s', (_, most, reply, fault) => {
    expect(faultsOf(reply(most))).toEqual([]);
    expect(faultsOf(reply(most + 1))).toEqual([fault]);
  });
});

describe('the sum over all embeds', () => {
  const parts = { title: 'T', description: 'D', fields: [{ name: 'N', value: 'V' }], footer: { text: 'F' }, author: { name: 'A' } };

  it('counts titles, descriptions, fields, footers and authors', () => {
    const embeds = [{ description: long(4_000) }, { description: long(1_994) }];
    expect(faultsOf(withEmbeds(parts, ...embeds))).toEqual([]);
    for (const part of [
      { ...parts, title: 'TT' },
      { ...parts, fields: [{ name: 'NN', value: 'V' }] },
      { ...parts, fields: [{ name: 'N', value: 'VV' }] },
      { ...parts, footer: { text: 'FF' } },
      { ...parts, author: { name: 'AA' } },
    ]) {
      expect(faultsOf(withEmbeds(part, ...embeds))).toEqual(['the embeds have 6001 characters together, at most 6000']);
    }
  });

  it('counts neither addresses nor the message’s own text', () => {
    const embeds = [{ description: long(4_000), url: `https://example.org/${long(500)}` }, { description: long(2_000) }];
    expect(faultsOf({ ...withEmbeds(...embeds), content: long(2_000) })).toEqual([]);
  });
});

describe('white space at the ends', () => {
  it('is trimmed from texts before they are counted', () => {
    const pad = ' '.repeat(500);
    expect(faultsOf(textReply(`${pad}${long(2_000)}\n${pad}`))).toEqual([]);
    expect(faultsOf(withEmbeds({ description: `\n${pad}${long(4_096)}`, footer: { text: `${long(1_904)}${pad}` } }))).toEqual([]);
  });

  it('within a text is counted', () => {
    expect(fits(textReply(`a${' '.repeat(1_999)}a`))).toBe(false);
  });

  it('makes no text of nothing', () => {
    expect(faultsOf(textReply(' \n\u00a0'))).toEqual(['the message is empty']);
    expect(faultsOf(withEmbeds({ description: ' \n' }))).toEqual(['embed 1 is empty']);
  });

  it('counts in an id and a label, which Discord takes as they are', () => {
    expect(fits(withRows(rowOf(buttonWith(`${long(100)} `))))).toBe(false);
    expect(fits(withRows(rowOf(buttonWith('b', `${long(80)} `))))).toBe(false);
  });
});

describe('what is missing', () => {
  it.each<readonly [fault: string, reply: Reply]>([
    ['the message is empty', EMPTY],
    ['embed 1 is empty', withEmbeds({ color: 1 })],
    ['embed 1, field 1, name is empty', withEmbeds({ fields: [{ name: '', value: 'V' }] })],
    ['embed 1, field 1, value is empty', withEmbeds({ fields: [{ name: 'N', value: ' ' }] })],
    ['embed 1, footer is empty', withEmbeds({ title: 'T', footer: { text: '' } })],
    ['embed 1, author is empty', withEmbeds({ title: 'T', author: { name: '' } })],
    ['row 1 is empty', withRows(rowOf())],
    ['row 1, component 1, id is empty', withRows(rowOf(buttonWith('')))],
    ['row 1, component 1, label is empty', withRows(rowOf(buttonWith('b', '')))],
    ['row 1, component 1 has no options', selectWith({ options: [] })],
    ['row 1, component 1, option 1, label is empty', selectWith({ options: [optionWith(0, { label: '' })] })],
    ['row 1, component 1, option 1, value is empty', selectWith({ options: [optionWith(0, { value: '' })] })],
  ])('is told: %s', (fault, reply) => {
    expect(faultsOf(reply)).toEqual([fault]);
  });

  it('is nothing where a button has an emoji instead of a label', () => {
    const button = { type: ComponentType.Button, style: ButtonStyle.Secondary, custom_id: 'b', emoji: { name: '📖' } } as const;
    expect(faultsOf(withRows(rowOf(button)))).toEqual([]);
  });
});

describe('what does not go together', () => {
  it('is a select beside anything', () => {
    const select: APIStringSelectComponent = { type: ComponentType.StringSelect, custom_id: 's', options: [optionWith(0)] };
    expect(faultsOf(withRows(rowOf(select)))).toEqual([]);
    expect(faultsOf(withRows(rowOf(select, buttonWith('b'))))).toEqual(['row 1 holds a select that is not alone']);
    expect(faultsOf(withRows(rowOf(select, { ...select, custom_id: 't' })))).toEqual(['row 1 holds a select that is not alone']);
  });

  it('is the same id twice, in one row or in two', () => {
    expect(faultsOf(withRows(rowOf(buttonWith('b'), buttonWith('b'))))).toEqual(['the id b stands there twice']);
    expect(faultsOf(withRows(rowOf(buttonWith('a'), buttonWith('b')), rowOf(buttonWith('b'))))).toEqual(['the id b stands there twice']);
    expect(faultsOf(withRows(rowOf(linkWith('https://example.org'), linkWith('https://example.org'))))).toEqual([]);
  });

  it('is the same value twice in a select', () => {
    expect(faultsOf(selectWith({ options: [optionWith(1), optionWith(2), optionWith(1)] }))).toEqual([
      'row 1, component 1, the value v1 stands there twice',
    ]);
  });

  it('is anything but a row at the top', () => {
    const text = { type: ComponentType.TextDisplay, content: 'Hello' };
    expect(faultsOf({ ...EMPTY, components: [text as unknown as Row] })).toEqual(['row 1 is no row']);
  });
});

it('tells every fault of a reply', () => {
  expect(faultsOf({ content: long(2_001), embeds: [{ title: long(257) }, {}], components: [rowOf()] })).toEqual([
    'content has 2001 characters, at most 2000',
    'embed 1, title has 257 characters, at most 256',
    'embed 2 is empty',
    'row 1 is empty',
  ]);
});

describe('a reply that fits', () => {
  /** Texts around a limit, with some white space. */
  const textAround = (most: number) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('', ' ', '\n', ` ${long(most)}`, `${long(most)} `, long(most), long(most + 1), '😀'.repeat(most / 2)),
      },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: most + 2 }).map(long) },
    );
  const optional = <One>(one: fc.Arbitrary<One>) => fc.option(one, { nil: undefined });
  /** An object without undefined parts, since JSON has none. */
  const known = <Whole extends object>(whole: Whole) => JSON.parse(JSON.stringify(whole)) as Whole;
  const field = fc.record({ name: textAround(256), value: textAround(1_024) });
  const embed = fc
    .record({
      title: optional(textAround(256)),
      description: optional(textAround(4_096)),
      color: optional(fc.integer({ min: 0, max: 0xff_ff_ff })),
      fields: optional(fc.oneof(fc.array(field, { maxLength: 3 }), fc.array(field, { minLength: 24, maxLength: 27, size: 'max' }))),
      footer: optional(fc.record({ text: textAround(2_048) })),
      author: optional(fc.record({ name: textAround(256) })),
    })
    .map((value) => known(value) as APIEmbed);
  const id = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.stringMatching(/^[a-z]{1,9}$/u), textAround(100));
  const component = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(id, textAround(80)).map(([own, label]) => buttonWith(own, label)) },
    { weight: 1, arbitrary: fc.integer({ min: 21, max: 515 }).map((length) => linkWith(`https://example.org/${long(length - 20)}`)) },
    {
      weight: 1,
      arbitrary: fc
        .record({
          custom_id: id,
          placeholder: optional(textAround(150)),
          options: fc.array(fc.record({ label: textAround(100), value: id, description: optional(textAround(100)) }), { maxLength: 27 }),
        })
        .map((select) => known({ type: ComponentType.StringSelect as const, ...select }) as APIStringSelectComponent),
    },
    { weight: 1, arbitrary: id.map((own) => ({ type: ComponentType.UserSelect as const, custom_id: own })) },
  );
  const row = fc.array(component, { maxLength: 6 }).map((parts) => rowOf(...parts));
  const reply: fc.Arbitrary<Reply> = fc.record({
    content: textAround(2_000),
    embeds: fc.oneof(fc.array(embed, { maxLength: 3 }), fc.array(embed, { maxLength: 11, size: 'max' })),
    components: fc.oneof(fc.array(row, { maxLength: 2 }), fc.array(row, { maxLength: 6, size: 'max' })),
  });
  /** Most random replies break some limit, so offending parts are left out of half of them. */
  const tamed = reply.map(({ content, embeds, components }): Reply => {
    const own = (part: Partial<Reply>) => fits({ content: 'Hello', embeds: [], components: [], ...part });
    return {
      content: own({ content }) ? content : 'Hello',
      embeds: embeds.filter((one) => own({ embeds: [one] })),
      components: components.filter((one) => own({ components: [one] })),
    };
  });
  const anyReply = fc.oneof(reply, tamed);
  const judge = judgeOf(openApiFile());
  /** The reply as Discord trims it; the OpenAPI file counts the rest. */
  const trimmed = ({ content, embeds, components }: Reply) => ({
    content: content.trim(),
    embeds: JSON.parse(JSON.stringify(embeds), (_, value) => (typeof value === 'string' ? value.trim() : value)),
    components,
  });

  it('is one in which a judge written from Discord’s documentation finds nothing', () => {
    let fitting = 0;
    fc.assert(
      fc.property(anyReply, (one) => {
        if (!fits(one)) return;
        fitting += 1;
        expect(checkMessage({ ...one }, { isV2: false })).toEqual([]);
      }),
      runs(1_500),
    );
    expect(fitting / runs(1_500).numRuns).toBeGreaterThan(0.2);
  });

  it('is one that Discord’s OpenAPI file accepts', () => {
    fc.assert(
      fc.property(anyReply, (one) => {
        if (!fits(one)) return;
        expect(judge?.checkRequest('POST', '/channels/{channel_id}/messages', trimmed(one))).toEqual([]);
      }),
      runs(500),
    );
  });
});
