import { useEffect } from "react";

/** Where the keyboard is: by what, in which dialog, and how far down which list. */
interface Place {
  readonly element: HTMLElement;
  /** Null on the page itself. */
  readonly dialog: Element | null;
  readonly list: Element | null;
  readonly row: number;
  readonly control: number;
}

/** A dialog that closes gives the focus back by itself, a moment later. */
const patienceMs = 100;

/**
 * Whoever uses the keyboard, or hears the page, goes on where they were: when what had the focus is gone, with its row,
 * its page or its dialog, the focus goes to the row that took its place, else to the content; and a button that could not
 * be pressed while it worked has it again. A browser would begin at the top of the page.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const places = new Places();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const note = ({ target }: Event) => {
      if (target instanceof HTMLElement) places.note(target);
    };
    // Whoever points elsewhere has left it.
    const leave = ({ target }: Event) => {
      if (target instanceof Element) places.leave(target);
    };
    const keep = () => {
      waiting = undefined;
      if (document.activeElement === document.body) places.toBeKept()?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver((changes) => {
      for (const { type, target } of changes) if (type === "attributes") places.noteDisabled(target);
      if (document.activeElement === document.body) waiting ??= setTimeout(keep, patienceMs);
    });
    document.addEventListener("focusin", note);
    document.addEventListener("pointerdown", leave, { capture: true });
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
    return () => {
      clearTimeout(waiting);
      observer.disconnect();
      document.removeEventListener("focusin", note);
      document.removeEventListener("pointerdown", leave, { capture: true });
    };
  }, []);
}

/** One of the page and of each dialog above it, the one where the keyboard was last at the end. */
class Places {
  #all: readonly Place[] = [];
  /** Whether the last was taken away from the keyboard, and not left by it. */
  #isTaken = false;

  note(element: HTMLElement): void {
    this.leave(element);
    this.#all = [...this.#all, placeOf(element)];
    this.#isTaken = false;
  }

  leave(element: Element): void {
    this.#all = this.#all.filter(({ dialog }) => dialog !== dialogOf(element));
  }

  noteDisabled(target: Node): void {
    const last = this.#all.at(-1);
    if (last?.element !== target) return;
    this.#isTaken = true;
    // What it brings comes below what is there now.
    this.#all = [...this.#all.slice(0, -1), placeOf(last.element)];
  }

  /** Where the focus goes that nothing has; undefined: nowhere. */
  toBeKept(): HTMLElement | undefined {
    const open = this.#all.filter(({ dialog }) => dialog?.isConnected !== false);
    this.#isTaken ||= open.length < this.#all.length;
    this.#all = open;
    const last = open.at(-1);
    if (last === undefined) return undefined;
    if (!last.element.isConnected) return nearest(last);
    return this.#isTaken && !last.element.matches(":disabled") ? last.element : undefined;
  }
}

function dialogOf(element: Element): Element | null {
  return element.closest("[role=dialog], dialog");
}

function placeOf(element: HTMLElement): Place {
  const row = element.closest("li, tr");
  const isMore = element.matches("[data-more]");
  const last = isMore ? lastRowBefore(element) : row;
  const list = last?.parentElement ?? null;
  return {
    element,
    dialog: dialogOf(element),
    list,
    row: list === null || last === null ? 0 : [...list.children].indexOf(last) + (isMore ? 1 : 0),
    control: row === null ? 0 : controlsOf(row).indexOf(element),
  };
}

function lastRowBefore(element: HTMLElement): Element | null {
  const rows = [...document.querySelectorAll("#content :is(li, tr)")];
  const isBefore = (row: Element) =>
    (row.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return rows.findLast(isBefore) ?? null;
}

function nearest({ dialog, list, row, control }: Place): HTMLElement | undefined {
  const rows = list?.isConnected === true ? [...list.children] : [];
  const beside = rows.at(Math.min(row, rows.length - 1));
  const controls = beside === undefined ? [] : controlsOf(beside);
  const content = document.querySelector<HTMLElement>("#content") ?? undefined;
  return (
    controls.at(Math.min(control, controls.length - 1)) ?? (dialog instanceof HTMLElement ? dialog : content)
  );
}

function controlsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea")];
}
