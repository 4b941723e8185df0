/**
 * Whether a list is shown beyond its first page. Such a one is read again only by whoever asks for it: each of its pages would have to be,
 * one after the other, while what is read in it moves away.
 */
export function standsStill(data: unknown): boolean {
  if (typeof data !== "object" || data === null || !("pages" in data)) return false;
  return Array.isArray(data.pages) && data.pages.length > 1;
}

interface ListState {
  readonly data: unknown;
  readonly fetchMeta: { readonly fetchMore?: unknown } | null;
}

/** Whether its next page is on its way, with which it will stand still: read again now, that page would be given up. */
export function isAboutToStandStill({ data, fetchMeta }: ListState): boolean {
  return standsStill(data) || fetchMeta?.fetchMore !== undefined;
}

/** How soon a list is read again by itself; false: it stands still. */
export function unlessStandingStill(ms: number) {
  return ({ state }: { readonly state: { readonly data: unknown } }): number | false =>
    !standsStill(state.data) && ms;
}
