import { Kbd, Modal, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { MagnifyingGlassIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./command-palette.module.css";
import { type Destination, destinations, type Place } from "./navigation.ts";
import { ownThingsQuery } from "./own-things.tsx";

/** An address has 320 characters at most. */
const longestSought = 320;

interface CommandPaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Every page by its name, and what the account has by its own, without a hand on the mouse. */
export function CommandPalette({ opened, onClose }: CommandPaletteProps): ReactNode {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      padding={0}
      size="32rem"
      attributes={{ content: { "aria-label": "Go to" } }}
    >
      <Choice onClose={onClose} />
    </Modal>
  );
}

function Choice({ onClose }: { readonly onClose: () => void }): ReactNode {
  const navigate = useNavigate();
  const [sought, setSought] = useState("");
  const [at, setAt] = useState(0);
  const { places, words } = usePlaces(sought);
  const chosen = Math.min(at, places.length - 1);
  const go = (place: Place | undefined) => {
    if (place === undefined) return;
    onClose();
    void navigate(place.where);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((chosen + step + places.length) % Math.max(places.length, 1));
    }
    if (event.key === "Enter") go(places[chosen]);
  };
  return (
    <>
      <TextInput
        size="lg"
        variant="unstyled"
        leftSection={<MagnifyingGlassIcon aria-hidden />}
        placeholder="A page, a name, a recipient or a message id"
        aria-label="Where to?"
        maxLength={longestSought}
        role="combobox"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={places.length === 0 ? undefined : rowId(chosen)}
        value={sought}
        onChange={(event) => {
          setSought(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      <div className={classes["list"]}>
        <div id="palette" role="listbox" aria-label="Places">
          {places.map((place, index) => (
            <Row key={rowId(index)} place={place} index={index} chosen={index === chosen} onChoose={go} />
          ))}
        </div>
        <Text role="status" c="dimmed" className={classes["words"]}>
          {words}
        </Text>
      </div>
    </>
  );
}

/** Pages at once, and after them, once typing pauses, what else is called so. */
function usePlaces(sought: string): { readonly places: readonly Place[]; readonly words: string } {
  const text = sought.trim();
  const [seeking] = useDebouncedValue(text, 250);
  const own = useQuery(ownThingsQuery(seeking));
  const pages = destinations.filter((destination) => matches(destination, text)).map(placeOf);
  // What was found for other words is no answer: Enter would go there.
  const places = [...pages, ...(seeking === text ? (own.data ?? []) : [])];
  if (seeking !== text || own.isLoading) return { places, words: "Looking…" };
  if (own.isError) return { places, words: "What else is called so could not be looked up." };
  return { places, words: places.length === 0 ? "Nothing is called that." : "" };
}

function placeOf({ to, label, icon, key }: Destination): Place {
  return { where: { to }, label, icon, beside: <Kbd size="xs">g {key}</Kbd> };
}

function rowId(index: number): string {
  return `palette-${index}`;
}

interface RowProps {
  readonly place: Place;
  readonly index: number;
  readonly chosen: boolean;
  readonly onChoose: (place: Place) => void;
}

function Row({ place, index, chosen, onChoose }: RowProps): ReactNode {
  const { label, icon: Icon, beside } = place;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div
      ref={row}
      id={rowId(index)}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      className={classes["row"]}
      onClick={() => onChoose(place)}
    >
      <Icon aria-hidden />
      <span className={classes["label"]}>{label}</span>
      <span className={classes["beside"]}>{beside}</span>
    </div>
  );
}

function matches({ label, words = "" }: Destination, sought: string): boolean {
  const text = `${label} ${words}`.toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
