// Compiles the late-interaction kernel to WebAssembly and prints it as a TypeScript module.
// `npm run build:kernel` writes it to index/kernel/max-sim.wasm.ts; a test checks that the source and the module match.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const source = fileURLToPath(new URL('../index/kernel/max-sim.as.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'marginalia-kernel-'));
try {
  const out = join(folder, 'max-sim.wasm');
  const flags = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--importMemory'];
  const { error, stderr } = await asc.main([source, ...flags, '--baseDir', '/', '-o', out]);
  if (error) throw new Error(stderr.toString(), { cause: error });
  const lines = (await readFile(out)).toString('base64').match(/.{1,120}/gu);
  process.stdout.write(
    [
      '// The compiled late-interaction kernel. Made by `npm run build:kernel` from max-sim.as.ts; do not edit.',
      '',
      '/** WebAssembly module in base64. */',
      'export const MAX_SIM_WASM = [',
      ...lines.map((line) => `  '${line}',`),
      "].join('');",
      '',
    ].join('\n'),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
