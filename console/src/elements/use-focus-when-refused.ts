import { type RefObject, useEffect, useRef } from "react";

/** For the field that something was refused for: whoever does not see what is said at it is there, and hears it. */
export function useFocusWhenRefused(error: Error | null): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error !== null) field.current?.focus();
  }, [error]);
  return field;
}
