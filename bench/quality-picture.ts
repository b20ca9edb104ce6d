// Draws how often each method finds the answer, as a static SVG: a group of bars for each question set, a bar for each method.

/** The result of one method on one question set. */
export interface Score {
  readonly method: string;
  readonly set: string;
  readonly parts: number;
  /** Parts of questions with the answer in the first passage shown, and in all passages shown. */
  readonly first: number;
  readonly three: number;
  /** Mean number of the article's characters in the first passage shown, and in all passages shown. */
  readonly shownFirst: number;
  readonly shownThree: number;
}

const WIDTH = 900;
const MARGIN = 20;
const LABEL = 280;
const BAR = { height: 12, step: 20 } as const;
const TITLE = { height: 34, size: 15 } as const;
const LEGEND_HEIGHT = 34;
const FONT_SIZE = 12;
const COLOURS = {
  ground: '#ffffff',
  ink: '#2b2d31',
  faint: '#d8dbe0',
  others: '#b5bac1',
  othersFirst: '#7f8792',
  ours: '#a9bbdd',
  oursFirst: '#3b5b92',
} as const;
/** Width of the figures after the longest bar. */
const FIGURES = 110;

/** The SVG of all scores, grouped by question set in their order. */
export function drawQuality(scores: readonly Score[]): string {
  const scale = WIDTH - 2 * MARGIN - LABEL - FIGURES;
  const left = MARGIN + LABEL;
  const shapes: string[] = [];
  let y = MARGIN + LEGEND_HEIGHT;
  for (const set of new Set(scores.map((score) => score.set))) {
    const own = scores.filter((score) => score.set === set);
    shapes.push(text(`${set} (${own[0]?.parts ?? 0})`, MARGIN, y + TITLE.size, 'start', TITLE.size));
    y += TITLE.height;
    for (const { method, parts, first, three } of own) {
      const isOurs = method.startsWith('Marginalia');
      const of = (count: number) => (scale * count) / Math.max(1, parts);
      const percent = (count: number) => `${((100 * count) / Math.max(1, parts)).toFixed(0)} %`;
      shapes.push(
        text(method, left - 8, y + BAR.height - 2, 'end'),
        rect(COLOURS.faint, left, y, scale),
        rect(isOurs ? COLOURS.ours : COLOURS.others, left, y, of(three)),
        rect(isOurs ? COLOURS.oursFirst : COLOURS.othersFirst, left, y, of(first)),
        text(`${percent(first)} / ${percent(three)}`, left + scale + 8, y + BAR.height - 2, 'start'),
      );
      y += BAR.step;
    }
    y += BAR.step / 2;
  }
  const height = y + MARGIN;
  const legend = [
    rect(COLOURS.oursFirst, left, MARGIN, 12),
    text('answer shown first', left + 18, MARGIN + BAR.height - 2, 'start'),
    rect(COLOURS.ours, left + 160, MARGIN, 12),
    text('in the first three', left + 178, MARGIN + BAR.height - 2, 'start'),
  ];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="sans-serif">`,
    '<title>How often the answer is shown first, and in the first three, by method and set of questions</title>',
    `<rect width="${WIDTH}" height="${height}" fill="${COLOURS.ground}"/>`,
    ...legend,
    ...shapes,
    '</svg>',
  ].join('\n')}\n`;
}

function rect(colour: string, x: number, y: number, width: number): string {
  return `<rect x="${x}" y="${y}" width="${width.toFixed(1)}" height="${BAR.height}" fill="${colour}"/>`;
}

function text(words: string, x: number, y: number, anchor: 'start' | 'end', size: number = FONT_SIZE): string {
  const escaped = words.replace(/&/gu, '&amp;').replace(/</gu, '&lt;');
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${COLOURS.ink}">${escaped}</text>`;
}
