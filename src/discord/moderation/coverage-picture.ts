// Draws coverage: above a line how many notes stand at each paragraph, below it how often it answered.

import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { ParagraphCoverage } from '../../curation/coverage.js';

const FONT = 'Noto Sans';
GlobalFonts.registerFromPath(
  createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  FONT,
);

const SIZED_FONT = `12px "${FONT}"`;

/** In pixels, drawn at twice the size for screens that show more. */
const SCALE = 2;
const HEIGHT = { above: 150, below: 100, axis: 22, legend: 34, margin: 16 } as const;
const MOST_WIDTH = 960;
const LEAST_WIDTH = 420;
/** A label of the legend stands so far from its mark's beginning, and a number at least so far from the next. */
const LEGEND = { mark: 15, gap: 18 } as const;
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

/** A PNG. Of a long article only every so many paragraphs are numbered. */
export function drawCoverage(coverage: readonly ParagraphCoverage[], labels: CoverageLabels): Uint8Array {
  const step = Math.min(WIDEST_BAR, (MOST_WIDTH - 2 * HEIGHT.margin) / Math.max(1, coverage.length));
  const width = Math.max(LEAST_WIDTH, Math.ceil(Math.max(step * coverage.length, legendWidth(labels))) + 2 * HEIGHT.margin);
  const height = HEIGHT.legend + HEIGHT.above + HEIGHT.axis + HEIGHT.below + 2 * HEIGHT.margin;
  const canvas = createCanvas(width * SCALE, height * SCALE);
  const context = canvas.getContext('2d');
  context.scale(SCALE, SCALE);
  context.fillStyle = COLOURS.ground;
  context.fillRect(0, 0, width, height);
  drawLegend(context, labels);
  const top = HEIGHT.margin + HEIGHT.legend + HEIGHT.above;
  const bottom = top + HEIGHT.axis;
  const most = {
    notes: Math.max(1, ...coverage.map(({ contested, others }) => contested + others)),
    answers: Math.max(1, ...coverage.map(({ answers }) => answers)),
  };
  const numbered = Math.max(1, Math.ceil((widthOf(context, String(coverage.length)) + GAP) / step));
  for (const [i, { paragraph, contested, others, answers }] of coverage.entries()) {
    const x = HEIGHT.margin + i * step;
    const barWidth = Math.max(1, step - 3);
    const unit = HEIGHT.above / most.notes;
    bar(context, COLOURS.contested, x, top - contested * unit, barWidth, contested * unit);
    bar(context, COLOURS.others, x, top - (contested + others) * unit, barWidth, others * unit);
    bar(context, COLOURS.answers, x, bottom, barWidth, (answers / most.answers) * HEIGHT.below);
    if (contested + others === 0) bar(context, COLOURS.faint, x, top - 1, barWidth, 1);
    if (i % numbered === 0) text(context, String(paragraph), x + barWidth / 2, top + 15, 'center');
  }
  // What the longest bars stand for.
  text(context, String(most.notes), 2, HEIGHT.margin + HEIGHT.legend - 4, 'left');
  text(context, String(most.answers), 2, bottom + HEIGHT.below + 13, 'left');
  return canvas.toBuffer('image/png');
}

function drawLegend(context: SKRSContext2D, labels: CoverageLabels): void {
  let x: number = HEIGHT.margin;
  for (const name of ['contested', 'others', 'answers'] as const) {
    bar(context, COLOURS[name], x, HEIGHT.margin, 10, 10);
    text(context, labels[name], x + LEGEND.mark, HEIGHT.margin + 10, 'left');
    x += LEGEND.mark + widthOf(context, labels[name]) + LEGEND.gap;
  }
}

function legendWidth(labels: CoverageLabels): number {
  const context = createCanvas(1, 1).getContext('2d');
  return Object.values(labels).reduce(
    (sum: number, label: string) => sum + LEGEND.mark + widthOf(context, label) + LEGEND.gap,
    -LEGEND.gap,
  );
}

function widthOf(context: SKRSContext2D, what: string): number {
  context.font = SIZED_FONT;
  return context.measureText(what).width;
}

function bar(context: SKRSContext2D, colour: string, x: number, y: number, width: number, height: number): void {
  context.fillStyle = colour;
  context.fillRect(x, y, width, height);
}

function text(context: SKRSContext2D, what: string, x: number, y: number, align: 'left' | 'center' | 'right'): void {
  context.fillStyle = COLOURS.ink;
  context.font = SIZED_FONT;
  context.textAlign = align;
  context.fillText(what, x, y);
}
