// Tests that the SQLite driver works with the present Node.js: a process that used it and gave memory back ends normally.

import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../src/config.js';

const USES_IT = `
  const { Sqlite } = await import('./src/sqlite.ts');
  const database = new Sqlite(':memory:');
  for (let i = 0; i < 2_000; i++) database.prepare('select ' + i).get();
  globalThis.gc();
  console.log(database.prepare('select 2 + 2 as sum').get().sum);
`;

it('works, and neither memory that is given back nor the end brings the process down', () => {
  const args = ['--expose-gc', '--import', 'tsx', '--input-type=module', '--eval', USES_IT];
  const { status, signal, stdout } = spawnSync(process.execPath, args, { cwd: PROJECT_ROOT, encoding: 'utf8' });
  expect({ status, signal, stdout }).toEqual({ status: 0, signal: null, stdout: '4\n' });
});
