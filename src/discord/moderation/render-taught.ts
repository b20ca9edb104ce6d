// What came of teaching a question, in words.

import type { Taught } from '../../curation/taught.js';
import { type WordsLanguage, words } from '../../words/words.js';

/** One sentence: how the question that was taught is answered now. */
export function taughtLine({ outcome, isAsTaught, isShown, first = 0 }: Taught, kind: 'answer' | 'decoy', language: WordsLanguage): string {
  const say = words(language);
  if (isAsTaught) return say(`taught.works.${kind}`);
  if (outcome === 'not_covered') return say('taught.notCovered');
  const passage = say('paragraph', { number: first });
  if (outcome === 'unsure') return isShown ? say('taught.unsure') : say('taught.unsureElsewhere', { passage });
  if (kind === 'decoy') return say('taught.answered', { passage });
  return say(isShown ? 'taught.near' : 'taught.elsewhere', { passage });
}
