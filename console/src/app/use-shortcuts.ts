import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { destinations } from "./navigation.ts";

const secondKeyWithinMs = 1_500;

/** Ctrl K opens the palette; `g` and a letter go to a page, as in the mail programs one knows. */
export function useShortcuts(openPalette: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    let goneAt = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const destination =
        event.timeStamp - goneAt < secondKeyWithinMs && destinations.find(({ key }) => key === event.key);
      goneAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (destination) void navigate({ to: destination.to });
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [navigate, openPalette]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null
  );
}
