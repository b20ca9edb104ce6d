// Counts how often other work had its turn during an operation: long work must not block the event loop.

/** Does some work, and counts the event loop's iterations meanwhile. */
export async function turnsDuring<T>(work: () => Promise<T>): Promise<{ readonly turns: number; readonly result: T }> {
  let turns = 0;
  let isOver = false;
  const count = () => {
    if (isOver) return;
    turns += 1;
    setImmediate(count);
  };
  setImmediate(count);
  try {
    return { result: await work(), turns };
  } finally {
    isOver = true;
  }
}
