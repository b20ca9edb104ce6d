// A small article with all its files, in its own folder, for tests of the command line.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const QUESTION = 'How many hives are there?';
export const FOCUS = 'The bees of Arcadia live in forty hives above the harbour.';
const BEES = `The Bees of Arcadia\r\n\r\n${FOCUS} “They are 🐝,” says the baker.\r\n\r\nA hive gives twelve jars of honey.\r\n`;

/** Makes the folder. `env` holds its files as settings; `file` writes another one there. */
export function makeBees() {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-bees-'));
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const env = {
    DATA_DIR: join(folder, 'data'),
    ARTICLE: file('bees.txt', BEES),
    NOTES: file(
      'notes.yaml',
      'notes:\n  - {id: hives, status: disputed, quotes: [forty hives], note: Thirty-eight., sources: [{publisher: P, title: T}]}\n',
    ),
    READER_QUESTIONS: file('questions.yaml', `questions:\n  - quote: ${FOCUS}\n    ask: ["${QUESTION}", "Where do the bees live?"]\n`),
    DECOYS: file('near.yaml', 'decoys:\n  - near: forty hives\n    ask: ["What do the hives cost?"]\n'),
    GENERAL_DECOYS: file(
      'general.yaml',
      'decoys:\n  - kind: general\n    ask: ["What is the weather?", "Who won the cup?", "Tell me a joke"]\n',
    ),
  };
  return { folder, file, env, remove: () => rmSync(folder, { recursive: true }) };
}

/** One JSON object per line, as `--questions` reads them. */
export const questionLines = (questions: readonly string[]) => questions.map((question) => `${JSON.stringify({ question })}\n`).join('');
