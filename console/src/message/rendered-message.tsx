import { Group, SegmentedControl } from "@mantine/core";
import { DesktopIcon, MobileIcon } from "@radix-ui/react-icons";
import { type ReactNode, useState } from "react";
import classes from "./rendered-message.module.css";

type Width = "desktop" | "phone";

/**
 * What a stranger wrote, as it looks: a document of its own in a frame that may do nothing. The service forbids it
 * scripts, forms and whatever is elsewhere as well, so it does not depend on this attribute alone.
 */
export function RenderedMessage({ address }: { readonly address: string }): ReactNode {
  const [width, setWidth] = useState<Width>("desktop");
  return (
    <>
      <Group justify="flex-end" p="xs" className={classes["bar"]}>
        <SegmentedControl
          size="xs"
          aria-label="Width of the preview"
          value={width}
          onChange={(chosen) => setWidth(chosen)}
          data={[
            { value: "desktop", label: <Choice icon={<DesktopIcon />} name="Desktop" /> },
            { value: "phone", label: <Choice icon={<MobileIcon />} name="Phone" /> },
          ]}
        />
      </Group>
      <div className={classes["stage"]}>
        <iframe
          key={address}
          title="The message as it looks"
          src={address}
          sandbox=""
          referrerPolicy="no-referrer"
          className={classes["frame"]}
          data-width={width}
        />
      </div>
    </>
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
