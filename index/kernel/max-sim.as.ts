// AssemblyScript source of the late-interaction kernel: for each question token, the best dot product with any token
// of a text. Question tokens lie in blocks of four, interleaved by four floats, so that one pass over a pair of text
// tokens serves four question tokens from registers. Compiled by `npm run build:kernel` into max-sim.wasm.ts.

/**
 * @param question pointer to ceil(questionCount / 4) blocks of 4 x dimensions floats, interleaved
 * @param text pointer to textCount x dimensions floats
 * @param dimensions a multiple of 4
 * @param best pointer to questionCount floats, rounded up to a multiple of 4; each is raised to what this text offers
 */
export function raiseMaxSims(question: usize, questionCount: i32, text: usize, textCount: i32, dimensions: i32, best: usize): void {
  const bytes: usize = (<usize>dimensions) << 2;
  for (let j = 0; j < textCount; j += 2) {
    const d = text + (<usize>j) * bytes;
    const e = j + 1 < textCount ? d + bytes : d;
    let q = question;
    for (let i = 0; i < questionCount; i += 4) {
      let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
      let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
      for (let k: usize = 0; k < bytes; k += 16) {
        const v = v128.load(d + k), w = v128.load(e + k);
        let x = v128.load(q);
        a0 = f32x4.add(a0, f32x4.mul(v, x)); b0 = f32x4.add(b0, f32x4.mul(w, x));
        x = v128.load(q, 16);
        a1 = f32x4.add(a1, f32x4.mul(v, x)); b1 = f32x4.add(b1, f32x4.mul(w, x));
        x = v128.load(q, 32);
        a2 = f32x4.add(a2, f32x4.mul(v, x)); b2 = f32x4.add(b2, f32x4.mul(w, x));
        x = v128.load(q, 48);
        a3 = f32x4.add(a3, f32x4.mul(v, x)); b3 = f32x4.add(b3, f32x4.mul(w, x));
        q += 64;
      }
      const out = best + ((<usize>i) << 2);
      const sums = f32x4.max(sumLanes(a0, a1, a2, a3), sumLanes(b0, b1, b2, b3));
      v128.store(out, f32x4.max(sums, v128.load(out)));
    }
  }
}

// @ts-ignore: a decorator of AssemblyScript's own
@inline
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}
