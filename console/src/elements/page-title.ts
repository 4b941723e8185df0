import { useEffect, useSyncExternalStore } from "react";

// One for all: there is one page at a time.
let shown = "";
const listeners = new Set<() => void>();

/** The title of the page, in the browser's tab and for `useShownTitle`. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Signet`;
    shown = title;
    for (const listener of listeners) listener();
  }, [title]);
}

export function useShownTitle(): string {
  return useSyncExternalStore(subscribe, () => shown);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
