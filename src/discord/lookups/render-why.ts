// The reasons for an answer as a message in plain words: the decision, the match, the second-best sentence.

import type { APIEmbed } from 'discord.js';
import type { ExplainedCandidate, Explanation } from '../../answer/explain.js';
import type { Article } from '../../article/article.js';
import { scoreInWords, translator, type UiLanguage } from '../../i18n/translator.js';
import { shortened } from '../../notes/shortened.js';
import { COLOURS, type Flag, flagsAt, footerText, goesOnLine, quote, stillReadingLine, titleOf } from '../kit/embeds.js';
import { escapeMarkdown } from '../kit/escape.js';
import { beginningOf, firstThatFits } from '../kit/fit.js';
import { countLine } from '../kit/note-line.js';
import type { Reply } from '../kit/reply.js';

/** Room for the markdown of a sentence. */
const SENTENCE_ROOM = 900;
const LONGEST_QUESTION = 200;

export interface RenderWhyOptions {
  readonly language: UiLanguage;
  /** Notes on the article: those at a quoted sentence are counted under it. */
  readonly notes: readonly Flag[];
}

/** Renders an explanation. */
export function renderWhy(explanation: Explanation, article: Article, options: RenderWhyOptions): Reply {
  return firstThatFits(replies(explanation, article, options));
}

/** Replies with fewer and fewer of the candidates. */
function* replies(explanation: Explanation, article: Article, { language, notes }: RenderWhyOptions): Generator<Reply> {
  const t = translator(language);
  for (let count = explanation.candidates.length; count >= 0; count -= 1) {
    const embeds = explanation.candidates.slice(0, count).map((candidate, i) => candidateEmbed(candidate, i, article, { language, notes }));
    const flags = explanation.candidates.slice(0, count).flatMap(({ sentence }) => flagsAt(notes, sentence));
    const footer = { text: footerText(article, { language }, flags) };
    yield {
      content: [
        t('why.header', { question: questionInWords(explanation.question) }),
        ...searchedLine(explanation, language),
        ...stillReadingLine(explanation, language),
      ].join('\n'),
      embeds: [decisionEmbed(explanation, language), ...embeds.map((embed, i) => (i < count - 1 ? embed : { ...embed, footer }))],
      components: [],
    };
  }
}

function candidateEmbed(candidate: ExplainedCandidate, rank: number, article: Article, { language, notes }: RenderWhyOptions): APIEmbed {
  const t = translator(language);
  const { sentence } = candidate;
  const part = beginningOf(article, sentence, SENTENCE_ROOM);
  const score = scoreInWords(candidate.score, language);
  const small = [
    ...(part.end < sentence.end ? [goesOnLine(language)] : []),
    ...countLine('count.here', flagsAt(notes, part), language).map(({ text }) => text),
  ];
  return {
    title: titleOf(article, sentence.paragraph, language, rank === 0 ? t('why.first', { score }) : t('why.next', { score })),
    description: [matchLines(candidate, language).join('\n'), quote(article, part), ...(small.length === 0 ? [] : [small.join('\n')])].join(
      '\n\n',
    ),
    color: COLOURS.article,
  };
}

function searchedLine({ question, asked }: Explanation, language: UiLanguage): string[] {
  return question === asked ? [] : [translator(language)('why.searched', { question: questionInWords(asked) })];
}

function decisionEmbed({ outcome, confidence, lacksTopic, thresholds, features, decoys }: Explanation, language: UiLanguage): APIEmbed {
  const t = translator(language);
  const nearest = decoys.map(
    ({ question, score: own }) => `– ${t('why.question', { question: questionInWords(question), score: scoreInWords(own, language) })}`,
  );
  return {
    title: t('why.decision'),
    description: [
      `${t('why.confidence', { confidence: scoreInWords(confidence, language), answered: scoreInWords(thresholds.answered, language), notCovered: scoreInWords(thresholds.notCovered, language) })} ${t(lacksTopic && outcome === 'unsure' ? 'why.noTopic' : `why.outcome.${outcome}`)}`,
      t(features.coverageGap < 0 ? 'why.evidenceLess' : 'why.evidence', {
        coverage: scoreInWords(features.coverage, language),
        gap: scoreInWords(Math.abs(features.coverageGap), language),
      }),
      ...(nearest.length === 0 ? [] : [[t('why.decoys'), ...nearest].join('\n')]),
    ].join('\n\n'),
    color: COLOURS[outcome],
  };
}

function matchLines({ words: shared, readerQuestions }: ExplainedCandidate, language: UiLanguage): string[] {
  const t = translator(language);
  const list = escapeMarkdown(shortened(shared.join(', '), LONGEST_QUESTION));
  return [
    shared.length === 0 ? t('why.noWords') : t('why.words', { words: list }),
    ...(readerQuestions.length === 0 ? [] : [t('why.readerQuestions')]),
    ...readerQuestions.map(
      ({ question, score: own }) => `– ${t('why.question', { question: questionInWords(question), score: scoreInWords(own, language) })}`,
    ),
  ];
}

function questionInWords(question: string): string {
  return escapeMarkdown(shortened(question, LONGEST_QUESTION));
}
