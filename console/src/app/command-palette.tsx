import { Kbd, Modal, Text, TextInput } from "@mantine/core";
import { MagnifyingGlassIcon } from "@radix-ui/react-icons";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./command-palette.module.css";
import { type Destination, destinations } from "./navigation.ts";

interface CommandPaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Every page by its name, without a hand on the mouse. */
export function CommandPalette({ opened, onClose }: CommandPaletteProps): ReactNode {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      padding={0}
      size="32rem"
      attributes={{ content: { "aria-label": "Go to a page" } }}
    >
      <Choice onClose={onClose} />
    </Modal>
  );
}

function Choice({ onClose }: { readonly onClose: () => void }): ReactNode {
  const navigate = useNavigate();
  const [sought, setSought] = useState("");
  const [at, setAt] = useState(0);
  const found = destinations.filter((destination) => matches(destination, sought));
  const go = (destination: Destination | undefined) => {
    if (destination === undefined) return;
    onClose();
    void navigate({ to: destination.to });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((at + step + found.length) % Math.max(found.length, 1));
    }
    if (event.key === "Enter") go(found[at]);
  };
  return (
    <>
      <TextInput
        size="lg"
        variant="unstyled"
        leftSection={<MagnifyingGlassIcon aria-hidden />}
        placeholder="Where to?"
        aria-label="Where to?"
        role="combobox"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={`palette-${at}`}
        value={sought}
        onChange={(event) => {
          setSought(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      <div id="palette" role="listbox" aria-label="Pages" className={classes["list"]}>
        {found.map((destination, index) => (
          <Row
            key={destination.to}
            destination={destination}
            index={index}
            chosen={index === at}
            onChoose={go}
          />
        ))}
        {found.length === 0 && (
          <Text c="dimmed" p="md">
            No page is called that.
          </Text>
        )}
      </div>
    </>
  );
}

interface RowProps {
  readonly destination: Destination;
  readonly index: number;
  readonly chosen: boolean;
  readonly onChoose: (destination: Destination) => void;
}

function Row({ destination, index, chosen, onChoose }: RowProps): ReactNode {
  const { label, icon: Icon, key } = destination;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div
      ref={row}
      id={`palette-${index}`}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      className={classes["row"]}
      onClick={() => onChoose(destination)}
    >
      <Icon aria-hidden />
      <span>{label}</span>
      <Kbd size="xs">g {key}</Kbd>
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
