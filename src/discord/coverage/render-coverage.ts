// Coverage as a message: the main figures in words, and a picture of all paragraphs.

import type { ParagraphCoverage } from '../../curation/coverage.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { shortened } from '../../notes/shortened.js';
import { LIMITS } from '../kit/limits.js';
import type { Reply } from '../kit/reply.js';
import { drawCoverage } from './coverage-picture.js';

const MOST_ASKED = 5;

/** Renders coverage. */
export function renderCoverage(coverage: readonly ParagraphCoverage[], language: UiLanguage): Reply {
  const t = translator(language);
  const number = ({ paragraph }: ParagraphCoverage) => t('paragraph', { number: paragraph });
  const bare = coverage.filter(({ contested, others }) => contested + others === 0);
  const asked = coverage.filter(({ answers }) => answers > 0).toSorted((a, b) => b.answers - a.answers);
  const content = [
    t('coverage.header', { noted: coverage.length - bare.length, paragraphs: coverage.length }),
    ...(bare.length === 0 ? [] : [t('coverage.bare', { places: shortened(bare.map(number).join(', '), LIMITS.content / 4) })]),
    asked.length === 0
      ? t('coverage.notAsked')
      : t('coverage.asked', {
          places: asked
            .slice(0, MOST_ASKED)
            .map((one) => `${number(one)} (${one.answers})`)
            .join(', '),
        }),
  ].join('\n');
  const labels = { contested: t('coverage.contested'), others: t('coverage.others'), answers: t('coverage.answers') };
  const description = shortened(content, LIMITS.description / 4);
  return { content, embeds: [], components: [], files: [{ name: 'coverage.png', data: drawCoverage(coverage, labels), description }] };
}
