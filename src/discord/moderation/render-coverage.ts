// Coverage as a message: the figures that matter in words, and a picture of all paragraphs.

import type { ParagraphCoverage } from '../../curation/coverage.js';
import { shortened } from '../../notes/shortened.js';
import { type WordsLanguage, words } from '../../words/words.js';
import { LIMITS } from '../limits.js';
import type { Reply } from '../reply.js';
import { drawCoverage } from './coverage-picture.js';

const MOST_ASKED = 5;

/** Renders coverage. */
export function renderCoverage(coverage: readonly ParagraphCoverage[], language: WordsLanguage): Reply {
  const say = words(language);
  const number = ({ paragraph }: ParagraphCoverage) => say('paragraph', { number: paragraph });
  const bare = coverage.filter(({ contested, others }) => contested + others === 0);
  const asked = coverage.filter(({ answers }) => answers > 0).toSorted((a, b) => b.answers - a.answers);
  const content = [
    say('coverage.header', { noted: coverage.length - bare.length, paragraphs: coverage.length }),
    ...(bare.length === 0 ? [] : [say('coverage.bare', { places: shortened(bare.map(number).join(', '), LIMITS.content / 4) })]),
    asked.length === 0
      ? say('coverage.notAsked')
      : say('coverage.asked', {
          places: asked
            .slice(0, MOST_ASKED)
            .map((one) => `${number(one)} (${one.answers})`)
            .join(', '),
        }),
  ].join('\n');
  const labels = { contested: say('coverage.contested'), others: say('coverage.others'), answers: say('coverage.answers') };
  const description = shortened(content, LIMITS.description / 4);
  return { content, embeds: [], components: [], files: [{ name: 'coverage.png', data: drawCoverage(coverage, labels), description }] };
}
