// Splits lists into pages.

/**
 * Splits a list into pages, each with as many items as fit, and at least one.
 * @param fitTogether whether some items fit on one page that begins with the item at an index
 */
export function inPages<Item>(items: readonly Item[], fitTogether: (some: readonly Item[], first: number) => boolean): Item[][] {
  return [...pagesFrom(items, fitTogether)];
}

function* pagesFrom<Item>(
  items: readonly Item[],
  fitTogether: (some: readonly Item[], first: number) => boolean,
  most = Number.POSITIVE_INFINITY,
): Generator<Item[]> {
  let first = 0;
  while (first < items.length) {
    const last = Math.min(first + most, items.length);
    let end = first + 1;
    // Usually the maximum fits, and one check is enough.
    if (most < Number.POSITIVE_INFINITY && fitTogether(items.slice(first, last), first)) end = last;
    while (end < last && fitTogether(items.slice(first, end + 1), first)) end += 1;
    yield items.slice(first, end);
    first = end;
  }
}

/** One page of a list, and its position. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** From 0. */
  readonly page: number;
  /** Number of pages; for a list that was not read to its end, one more than the pages up to this one. */
  readonly pages: number;
  /** For readers, from 1. */
  readonly range: { readonly first: number; readonly last: number; readonly count: number };
}

/** A page by its number, from 0; the nearest one if the list has no such page. */
export function pageOf<Item>(pages: readonly (readonly Item[])[], number: number): ListPage<Item> {
  const page = Math.max(0, Math.min(Math.trunc(number), pages.length - 1));
  const items = pages[page] ?? [];
  const before = pages.slice(0, page).flat().length;
  return { items, page, pages: pages.length, range: { first: before + 1, last: before + items.length, count: pages.flat().length } };
}

/**
 * One page of a long list by its number, from 0, or the last one: items after it are not read.
 * @param most largest number of items on a page; fewer if they do not fit together
 * @param fitTogether whether some items fit on one page that begins with the item at an index; if they do, fewer of them do too
 */
export function pageIn<Item>(
  items: readonly Item[],
  number: number,
  most: number,
  fitTogether: (some: readonly Item[], first: number) => boolean,
): ListPage<Item> {
  const wanted = Math.max(0, Math.trunc(number));
  let [page, before, found] = [0, 0, [] as readonly Item[]];
  for (const some of pagesFrom(items, fitTogether, most)) {
    if (found.length > 0) page += 1;
    before += found.length;
    found = some;
    if (page === wanted) break;
  }
  const last = before + found.length;
  return { items: found, page, pages: page + (last < items.length ? 2 : 1), range: { first: before + 1, last, count: items.length } };
}

/** Some items of a list as its first page, to check whether they fit. */
export function firstPage<Item>(items: readonly Item[], count: number): ListPage<Item> {
  return { items, page: 0, pages: 1, range: { first: 1, last: items.length, count } };
}
