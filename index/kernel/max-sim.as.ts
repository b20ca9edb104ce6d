// AssemblyScript source of the late-interaction kernel: for each question token, the best cosine with any token of a
// text. Question tokens are in blocks of four, interleaved by eight numbers, so that one pass over a pair of text
// tokens serves four question tokens from registers. Compiled by `npm run build:kernel` into max-sim.wasm.ts.

/**
 * Vectors are L2-normalised and scaled to 16-bit integers, so no sum of products leaves 32 bits (Cauchy-Schwarz).
 * @param question pointer to ceil(questionCount / 4) blocks of 4 x dimensions i16, interleaved
 * @param text pointer to textCount x dimensions i16
 * @param dimensions a multiple of 8
 * @param unit the cosine for one unit of the integer dot product
 * @param best pointer to questionCount f32, rounded up to a multiple of 4; each is raised to this text's best cosine if that is higher
 */
export function raiseMaxSims(
  question: usize, questionCount: i32, text: usize, textCount: i32, dimensions: i32, unit: f32, best: usize,
): void {
  const bytes: usize = (<usize>dimensions) << 1;
  for (let j = 0; j < textCount; j += 2) {
    const d = text + (<usize>j) * bytes;
    const e = j + 1 < textCount ? d + bytes : d;
    let q = question;
    for (let i = 0; i < questionCount; i += 4) {
      let a0 = i32x4.splat(0), a1 = i32x4.splat(0), a2 = i32x4.splat(0), a3 = i32x4.splat(0);
      let b0 = i32x4.splat(0), b1 = i32x4.splat(0), b2 = i32x4.splat(0), b3 = i32x4.splat(0);
      for (let k: usize = 0; k < bytes; k += 16) {
        const v = v128.load(d + k), w = v128.load(e + k);
        let x = v128.load(q);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v, x)); b0 = i32x4.add(b0, i32x4.dot_i16x8_s(w, x));
        x = v128.load(q, 16);
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v, x)); b1 = i32x4.add(b1, i32x4.dot_i16x8_s(w, x));
        x = v128.load(q, 32);
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v, x)); b2 = i32x4.add(b2, i32x4.dot_i16x8_s(w, x));
        x = v128.load(q, 48);
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v, x)); b3 = i32x4.add(b3, i32x4.dot_i16x8_s(w, x));
        q += 64;
      }
      const out = best + ((<usize>i) << 2);
      const sums = i32x4.max_s(sumLanes(a0, a1, a2, a3), sumLanes(b0, b1, b2, b3));
      const cosines = f32x4.mul(f32x4.convert_i32x4_s(sums), f32x4.splat(unit));
      v128.store(out, f32x4.max(cosines, v128.load(out)));
    }
  }
}

// @ts-ignore: a decorator specific to AssemblyScript
@inline
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}
