// Draws coverage: above the line the number of notes at each paragraph, below it the number of answers.

import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import type { ParagraphCoverage } from '../../curation/coverage.js';

const FONT = 'Didact Gothic';
const FONT_FILE = createRequire(import.meta.url).resolve('@expo-google-fonts/didact-gothic/400Regular/DidactGothic_400Regular.ttf');
const FONT_SIZE = 13;
/** Upper bound of a digit's width at this size, in pixels. */
const DIGIT_WIDTH = 8;

/** Sizes are in pixels; the picture is drawn at twice that size for screens with more pixels. */
const SCALE = 2;
const HEIGHT = { legendLine: 18, most: 14, above: 150, below: 100, axis: 22, margin: 16 } as const;
const MOST_WIDTH = 960;
const LEAST_WIDTH = 420;
/** Side of the square beside a label of the legend, and offset of the label. */
const MARK = { size: 10, label: 16 } as const;
/** Least gap between numbers on the axis. */
const GAP = 6;
const WIDEST_BAR = 24;
const COLOURS = {
  ground: '#ffffff',
  ink: '#2b2d31',
  faint: '#b5bac1',
  contested: '#b07d2b',
  others: '#7c6a9c',
  answers: '#3b5b92',
} as const;

export interface CoverageLabels {
  readonly contested: string;
  readonly others: string;
  readonly answers: string;
}

/** Draws a PNG. In a long article, not every paragraph is numbered. */
export function drawCoverage(coverage: readonly ParagraphCoverage[], labels: CoverageLabels): Uint8Array {
  const font = { fontFiles: [FONT_FILE], loadSystemFonts: false, defaultFontFamily: FONT };
  return new Resvg(coverageSvg(coverage, labels), { font, fitTo: { mode: 'zoom', value: SCALE } }).render().asPng();
}

function coverageSvg(coverage: readonly ParagraphCoverage[], labels: CoverageLabels): string {
  const step = Math.min(WIDEST_BAR, (MOST_WIDTH - 2 * HEIGHT.margin) / Math.max(1, coverage.length));
  const width = Math.max(LEAST_WIDTH, Math.ceil(step * coverage.length) + 2 * HEIGHT.margin);
  const legend = (['contested', 'others', 'answers'] as const).flatMap((name, i) => {
    const y = HEIGHT.margin + i * HEIGHT.legendLine;
    return [
      bar(COLOURS[name], HEIGHT.margin, y, MARK.size, MARK.size),
      text(labels[name], HEIGHT.margin + MARK.label, y + MARK.size, 'start'),
    ];
  });
  const highest = HEIGHT.margin + 3 * HEIGHT.legendLine + HEIGHT.most;
  const top = highest + HEIGHT.above;
  const bottom = top + HEIGHT.axis;
  const height = bottom + HEIGHT.below + HEIGHT.most + HEIGHT.margin;
  const most = {
    notes: Math.max(1, ...coverage.map(({ contested, others }) => contested + others)),
    answers: Math.max(1, ...coverage.map(({ answers }) => answers)),
  };
  const numbered = Math.max(1, Math.ceil((String(coverage.length).length * DIGIT_WIDTH + GAP) / step));
  const bars = coverage.flatMap(({ paragraph, contested, others, answers }, i) => {
    const x = HEIGHT.margin + i * step;
    const barWidth = Math.max(1, step - 3);
    const unit = HEIGHT.above / most.notes;
    return [
      bar(COLOURS.contested, x, top - contested * unit, barWidth, contested * unit),
      bar(COLOURS.others, x, top - (contested + others) * unit, barWidth, others * unit),
      bar(COLOURS.answers, x, bottom, barWidth, (answers / most.answers) * HEIGHT.below),
      contested + others === 0 ? bar(COLOURS.faint, x, top - 1, barWidth, 1) : '',
      i % numbered === 0 ? text(String(paragraph), x + barWidth / 2, top + 15, 'middle') : '',
    ];
  });
  const content = [
    bar(COLOURS.ground, 0, 0, width, height),
    ...legend,
    ...bars,
    // Values of the longest bars.
    text(String(most.notes), 2, highest - 4, 'start'),
    text(String(most.answers), 2, bottom + HEIGHT.below + HEIGHT.most, 'start'),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT}" font-size="${FONT_SIZE}">${content.join('')}</svg>`;
}

function bar(colour: string, x: number, y: number, width: number, height: number): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`;
}

function text(what: string, x: number, y: number, anchor: 'start' | 'middle'): string {
  const escaped = what.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${COLOURS.ink}">${escaped}</text>`;
}
