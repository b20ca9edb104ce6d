// Tests that a question's numbers are written as the article writes them.

import { describe, expect, it } from 'vitest';
import { createNumberForms } from '../../src/answer/number-forms.js';

const BODY =
  'It was audited 16 times in twelve hours, and 80% of 5,150,092 votes were read. Some 600 people and six hundred dogs came; 2 won.';

describe('the numbers of a question', () => {
  const write = createNumberForms(BODY);

  it.each([
    ['Was it audited sixteen times?', 'Was it audited 16 times?'],
    ['What took 12 hours?', 'What took twelve hours?'],
    ['were eighty percent read', 'were 80 percent read'],
    ['Sixteen or 12?', '16 or twelve?'],
    ['Did 5150092 people vote?', 'Did 5,150,092 people vote?'],
  ])('are written as the article writes them: %s', (question, written) => {
    expect(write(question, true)).toBe(written);
  });

  it.each(['Did six hundred people come? Or 600?', 'Which two won?', 'Was it audited 17 times, or seventeen?', 'Who won?', ''])(
    'stay where the article has them so, or not at all: %s',
    (question) => {
      expect(write(question, true)).toBe(question);
    },
  );

  it('get no words of another language', () => {
    expect(write('¿Qué duró 12 horas y se auditó dieciséis veces?', false)).toBe('¿Qué duró 12 horas y se auditó 16 veces?');
  });
});
