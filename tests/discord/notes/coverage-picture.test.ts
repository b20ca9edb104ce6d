// Tests of the coverage picture: its bars and labels.

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawCoverage } from '../../../src/discord/coverage/coverage-picture.js';

const LABELS = { contested: 'notas sobre afirmaciones controvertidas', others: 'otras notas', answers: 'respuestas que empezaron aquí' };
const BLUE = [0x3b, 0x5b, 0x92];
const INK = [0x2b, 0x2d, 0x31];

/** Number of pixels of a colour in a picture or a part of it. */
async function pixels(png: Uint8Array, colour: readonly number[], part?: sharp.Region): Promise<number> {
  const image = sharp(png);
  const { data, info } = await (part === undefined ? image : image.extract(part)).raw().toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let i = 0; i < data.length; i += info.channels) if (colour.every((value, channel) => data[i + channel] === value)) count += 1;
  return count;
}

const paragraphs = (count: number, answers: number) =>
  Array.from({ length: count }, (_, i) => ({ paragraph: i + 1, contested: i % 3, others: i % 2, answers: i === 0 ? answers : 0 }));

describe('the picture of coverage', () => {
  it('is at most some 2,000 pixels wide, however long the article is', async () => {
    const widths = await Promise.all(
      [1, 120, 2_000].map(async (count) => (await sharp(drawCoverage(paragraphs(count, 1), LABELS)).metadata()).width),
    );
    expect(widths).toEqual([840, 1_920, 1_920]);
  });

  it('shows answers as a bar', async () => {
    const without = await pixels(drawCoverage(paragraphs(6, 0), LABELS), BLUE);
    expect(await pixels(drawCoverage(paragraphs(6, 3), LABELS), BLUE)).toBeGreaterThan(without + 1_000);
  });

  it('is labelled in its own font, which a machine need not have', async () => {
    const legend = { left: 0, top: 0, width: 840, height: 140 };
    const bare = await pixels(drawCoverage(paragraphs(6, 1), { contested: '', others: '', answers: '' }), INK, legend);
    expect(await pixels(drawCoverage(paragraphs(6, 1), LABELS), INK, legend)).toBeGreaterThan(bare + 500);
  });
});
