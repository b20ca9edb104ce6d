// Finds the line of a value in a YAML or JSON file.

import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';

/** The line, from 1, of the value at a path, or of its nearest existing parent. */
export type LineFinder = (path: readonly PropertyKey[]) => number | undefined;

/** Reads a text once. A text that is neither YAML nor JSON has no lines. */
export function createLineFinder(source: string): LineFinder {
  const events = eventsOf(source);
  const ends = endsOf(events);
  const lineStarts = [0, ...[...source.matchAll(/\r\n|\n|\r/gu)].map((end) => end.index + end[0].length)];

  const lineAt = (offset: number): number => {
    let first = 0;
    let last = lineStarts.length;
    while (last - first > 1) {
      const middle = (first + last) >> 1;
      if ((lineStarts[middle] ?? 0) <= offset) first = middle;
      else last = middle;
    }
    return first + 1;
  };
  const after = (event: number): number => (ends[event] ?? events.length) + 1;

  /** The event of a value in a collection, and its offset; for an empty value, the offset of its key. */
  const step = (collection: number, key: PropertyKey): { readonly event: number; readonly offset: number } | undefined => {
    const end = ends[collection] ?? 0;
    if (events[collection]?.type === EVENT_ID.SEQUENCE) {
      let event = collection + 1;
      for (let i = 0; i < Number(key) && event < end; i += 1) event = after(event);
      return event < end ? { event, offset: offsetOf(events[event]) ?? -1 } : undefined;
    }
    if (events[collection]?.type !== EVENT_ID.MAPPING) return undefined;
    for (let event = collection + 1; event < end; event = after(after(event))) {
      const candidate = events[event];
      if (candidate?.type !== EVENT_ID.SCALAR || getScalarValue(source, candidate) !== key) continue;
      const value = after(event);
      const own = isBlock(events[value]) ? undefined : offsetOf(events[value]);
      return { event: value, offset: own ?? candidate.valueStart };
    }
    return undefined;
  };

  return (path) => {
    // The first event opens the document.
    let event = 1;
    let offset = offsetOf(events[event]);
    for (const key of path) {
      const next = step(event, key);
      if (next === undefined) break;
      event = next.event;
      if (next.offset >= 0) offset = next.offset;
    }
    return offset === undefined ? undefined : lineAt(offset);
  };
}

function eventsOf(source: string): readonly Event[] {
  try {
    return parseEvents(source, {});
  } catch {
    return [];
  }
}

/** For each collection, the event that closes it. */
function endsOf(events: readonly Event[]): Uint32Array {
  const ends = new Uint32Array(events.length);
  const open: number[] = [];
  for (const [i, { type }] of events.entries()) {
    // A scalar or alias ends where it begins.
    ends[i] = i;
    if (type === EVENT_ID.POP) ends[open.pop() ?? 0] = i;
    else if (type !== EVENT_ID.SCALAR && type !== EVENT_ID.ALIAS) open.push(i);
  }
  return ends;
}

/** The offset of a value; undefined for an empty value. */
function offsetOf(event: Event | undefined): number | undefined {
  switch (event?.type) {
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.SCALAR:
      return event.valueStart < 0 ? undefined : event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return undefined;
  }
}

/** Whether a value is a block of lines, which begins below the line of its key. */
function isBlock(event: Event | undefined): boolean {
  return event?.type === EVENT_ID.SCALAR && (event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK);
}
