// Discord's ids: 64 bits that contain the time, written as decimal strings.

const EPOCH = 1_420_070_400_000n;
const TIME_SHIFT = 22n;

/** Makes a source of increasing ids, however many are made in one millisecond. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const earliest = (BigInt(Math.floor(now())) - EPOCH) << TIME_SHIFT;
    last = earliest > last ? earliest : last + 1n;
    return String(last);
  };
}

/** The time at which an id was made, in milliseconds since 1970. */
export function timeOf(id: string): number {
  return Number((BigInt(id) >> TIME_SHIFT) + EPOCH);
}
