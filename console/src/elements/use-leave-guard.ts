import { useBlocker } from "@tanstack/react-router";
import { useEffect, useId } from "react";

// One for all: a page may hold several forms, and its visitor is asked once.
const unsaved = new Set<string>();

/** Asks before a page is left with something on it that is not saved. */
export function useLeaveGuard(isUnsaved: boolean): void {
  const id = useId();
  useEffect(() => {
    if (isUnsaved) unsaved.add(id);
    return () => void unsaved.delete(id);
  }, [id, isUnsaved]);
  useBlocker({
    shouldBlockFn: () => isFirst(id) && !isMeant(),
    enableBeforeUnload: isUnsaved,
    disabled: !isUnsaved,
  });
}

/** Whether the page may go for another reason than another page: what is not saved on it would be lost as well. */
export function mayLeave(): boolean {
  return unsaved.size === 0 || isMeant();
}

function isMeant(): boolean {
  return confirm("Leave, and lose what is not saved?");
}

function isFirst(id: string): boolean {
  const [first] = unsaved;
  return first === id;
}
