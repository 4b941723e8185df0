import { useEffect } from "react";

/** Where the keyboard is: by what, and how far down which list. */
interface Place {
  readonly element: HTMLElement;
  readonly list: Element | null;
  readonly row: number;
  readonly control: number;
}

/** A dialog that closes gives the focus back by itself, a moment later. */
const patienceMs = 100;

/**
 * Whoever uses the keyboard, or hears the page, goes on where they were: when what had the focus is gone, with its row
 * or with its page, the focus goes to the row that took its place, else to the content; and a button that could not be
 * pressed while it worked has it again. A browser would begin at the top of the page.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Place | undefined;
    let wasDisabled = false;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const isInDialog = (target: EventTarget | null) =>
      target instanceof Element && target.closest("[role=dialog]") !== null;
    const note = ({ target }: Event) => {
      if (!(target instanceof HTMLElement) || isInDialog(target)) return;
      last = placeOf(target);
      wasDisabled = false;
    };
    // Whoever points elsewhere has left it.
    const leave = ({ target }: Event) => {
      if (!isInDialog(target)) last = undefined;
    };
    const keep = () => {
      waiting = undefined;
      if (last === undefined || document.activeElement !== document.body) return;
      const { element } = last;
      if (!element.isConnected) nearest(last)?.focus({ preventScroll: true });
      else if (wasDisabled && !element.matches(":disabled")) element.focus({ preventScroll: true });
    };
    const observer = new MutationObserver((changes) => {
      wasDisabled ||= changes.some(({ type, target }) => type === "attributes" && target === last?.element);
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

function placeOf(element: HTMLElement): Place {
  const row = element.closest("li, tr");
  const list = row?.parentElement ?? null;
  return {
    element,
    list,
    row: list === null || row === null ? 0 : [...list.children].indexOf(row),
    control: row === null ? 0 : controlsOf(row).indexOf(element),
  };
}

function nearest({ list, row, control }: Place): HTMLElement | null | undefined {
  const rows = list?.isConnected === true ? [...list.children] : [];
  const beside = rows.at(Math.min(row, rows.length - 1));
  const controls = beside === undefined ? [] : controlsOf(beside);
  return (
    controls.at(Math.min(control, controls.length - 1)) ?? document.querySelector<HTMLElement>("#content")
  );
}

function controlsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea")];
}
