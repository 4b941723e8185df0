import { Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly size?: "md" | "lg" | "xl";
  /** False where what is in it would be lost. */
  readonly closesByEscape?: boolean;
  readonly children: ReactNode;
}

/** Something to be answered before the page goes on. */
export function Dialog({
  opened,
  onClose,
  title,
  description,
  size = "md",
  closesByEscape = true,
  children,
}: DialogProps): ReactNode {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      // What was typed is not to be lost by a click that missed.
      closeOnClickOutside={false}
      closeOnEscape={closesByEscape}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {description !== undefined && (
        <Text c="dimmed" mb="md" component="div">
          {description}
        </Text>
      )}
      {children}
    </Modal>
  );
}
