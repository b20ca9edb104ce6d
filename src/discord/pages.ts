// Lists a page at a time.

/**
 * Parts a list into pages, each with as many items as fit, and at least one.
 * @param fitTogether whether some items fit on one page that begins with the item at an index
 */
export function inPages<Item>(items: readonly Item[], fitTogether: (some: readonly Item[], first: number) => boolean): Item[][] {
  const pages: Item[][] = [];
  let first = 0;
  while (first < items.length) {
    let end = first + 1;
    while (end < items.length && fitTogether(items.slice(first, end + 1), first)) end += 1;
    pages.push(items.slice(first, end));
    first = end;
  }
  return pages;
}

/** One page of a list, and where it stands. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  /** For readers, from 1. */
  readonly range: { readonly first: number; readonly last: number; readonly count: number };
}

/** A page by its number, from 0; the nearest one where the list has no such page. */
export function pageOf<Item>(pages: readonly (readonly Item[])[], number: number): ListPage<Item> {
  const page = Math.max(0, Math.min(Math.trunc(number), pages.length - 1));
  const items = pages[page] ?? [];
  const before = pages.slice(0, page).flat().length;
  return { items, page, pages: pages.length, range: { first: before + 1, last: before + items.length, count: pages.flat().length } };
}

/** Some items of a list as its first page, to see whether they fit. */
export function firstPage<Item>(items: readonly Item[], count: number): ListPage<Item> {
  return { items, page: 0, pages: 1, range: { first: 1, last: items.length, count } };
}
