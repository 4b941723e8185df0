import { Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly size?: "md" | "lg" | "xl";
  readonly children: ReactNode;
}

/** Something to be answered before the page goes on. */
export function Dialog({
  opened,
  onClose,
  title,
  description,
  size = "md",
  children,
}: DialogProps): ReactNode {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
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
