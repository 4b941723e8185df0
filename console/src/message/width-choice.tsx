import { SegmentedControl } from "@mantine/core";
import { DesktopIcon, MobileIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import classes from "./rendered-message.module.css";

export type Width = "desktop" | "phone";

interface WidthChoiceProps {
  readonly width: Width;
  readonly onChange: (width: Width) => void;
}

export function WidthChoice({ width, onChange }: WidthChoiceProps): ReactNode {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Width of the preview"
      value={width}
      onChange={onChange}
      data={[
        { value: "desktop", label: <Choice icon={<DesktopIcon />} name="Desktop" /> },
        { value: "phone", label: <Choice icon={<MobileIcon />} name="Phone" /> },
      ]}
    />
  );
}

function Choice({ icon, name }: { readonly icon: ReactNode; readonly name: string }): ReactNode {
  return (
    <span className={classes["choice"]}>
      {icon}
      {name}
    </span>
  );
}
