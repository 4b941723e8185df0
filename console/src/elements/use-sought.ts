import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

const pauseMs = 250;

/**
 * What stands in a field that narrows a list, and how it is typed: `onSeek` is called once typing pauses. What is
 * sought may change from elsewhere too, by a link or by going back.
 */
export function useSought(
  sought: string | undefined,
  onSeek: (sought: string) => void,
): readonly [text: string, type: (text: string) => void] {
  const [text, setText] = useState(sought ?? "");
  const [told, setTold] = useState(sought ?? "");
  const [before, setBefore] = useState(sought);
  const seek = useDebouncedCallback((wanted: string) => {
    setTold(wanted);
    onSeek(wanted);
  }, pauseMs);
  if (before !== sought) {
    setBefore(sought);
    if ((sought ?? "") !== told) {
      setTold(sought ?? "");
      setText(sought ?? "");
    }
  }
  const type = (typed: string) => {
    setText(typed);
    seek(typed.trim());
  };
  return [text, type];
}
