// The outcome of teaching a question, in words.

import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { Taught } from '../../views/taught.js';

/** One sentence about the present answer to the taught question. */
export function taughtLine({ outcome, isAsTaught, isShown, first = 0 }: Taught, kind: 'answer' | 'decoy', language: UiLanguage): string {
  const t = translator(language);
  if (isAsTaught) return t(`taught.works.${kind}`);
  if (outcome === 'not_covered') return t('taught.notCovered');
  const passage = t('paragraph', { number: first });
  if (outcome === 'unsure') return isShown ? t('taught.unsure') : t('taught.unsureElsewhere', { passage });
  if (kind === 'decoy') return t('taught.answered', { passage });
  return t(isShown ? 'taught.near' : 'taught.elsewhere', { passage });
}
