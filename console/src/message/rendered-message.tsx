import { Group, Switch } from "@mantine/core";
import { type ReactNode, useState } from "react";
import classes from "./rendered-message.module.css";
import { type Width, WidthChoice } from "./width-choice.tsx";

interface Allowance {
  /** Whether pictures are fetched, which tells who sent it that it was looked at. */
  readonly pictures: boolean;
  /** Whether links lead anywhere. */
  readonly links: boolean;
}

interface RenderedMessageProps {
  /** Where the message is to be had as a page. */
  readonly addressFor: (query: { images?: "load"; links?: "open" }) => string;
}

/**
 * What a stranger wrote, as it looks: a document of its own in a frame that may do nothing. The service forbids it
 * scripts, forms and whatever is elsewhere as well, so it does not depend on this attribute alone.
 */
export function RenderedMessage({ addressFor }: RenderedMessageProps): ReactNode {
  const [width, setWidth] = useState<Width>("desktop");
  const [allowed, setAllowed] = useState<Allowance>({ pictures: false, links: false });
  const address = addressFor({
    ...(allowed.pictures ? { images: "load" as const } : {}),
    ...(allowed.links ? { links: "open" as const } : {}),
  });
  return (
    <>
      <Group justify="space-between" p="xs" gap="sm" className={classes["bar"]}>
        <Allow allowed={allowed} onChange={setAllowed} />
        <WidthChoice width={width} onChange={setWidth} />
      </Group>
      <div className={classes["stage"]}>
        <iframe
          // A document that is loaded keeps the sandbox it was loaded in: what is allowed anew is loaded anew.
          key={address}
          title="The message as it looks"
          src={address}
          sandbox={allowed.links ? "allow-popups allow-popups-to-escape-sandbox" : ""}
          referrerPolicy="no-referrer"
          className={classes["frame"]}
          data-width={width}
        />
      </div>
    </>
  );
}

interface AllowProps {
  readonly allowed: Allowance;
  readonly onChange: (allowed: Allowance) => void;
}

function Allow({ allowed, onChange }: AllowProps): ReactNode {
  return (
    <Group gap="lg" pl="xs">
      <Switch
        size="xs"
        label="Load pictures"
        checked={allowed.pictures}
        onChange={(event) => onChange({ ...allowed, pictures: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label="Follow links"
        checked={allowed.links}
        onChange={(event) => onChange({ ...allowed, links: event.currentTarget.checked })}
      />
    </Group>
  );
}
