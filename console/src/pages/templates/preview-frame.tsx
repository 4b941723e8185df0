import { type ReactNode, useEffect, useRef, useState } from "react";
import { addressOf } from "#console/api/call.ts";
import classes from "#console/message/rendered-message.module.css";
import type { Width } from "#console/message/width-choice.tsx";

interface PreviewFrameProps {
  readonly html: string;
  readonly width: Width;
}

/**
 * HTML as it looks while it is written, in the sandbox that messages have: the frame is a page of the service's, which may do
 * nothing but show what it is handed. So it changes in place, and stays where it was scrolled to.
 */
export function PreviewFrame({ html, width }: PreviewFrameProps): ReactNode {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    // Its origin is nobody's, so none can be named; nothing else can be in the frame.
    if (isReady) frame.current?.contentWindow?.postMessage(html, "*");
  }, [html, isReady]);
  return (
    <div className={classes["stage"]}>
      <iframe
        ref={frame}
        title="The message as it looks"
        src={addressOf("/signet/v1/template-preview/frame")}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        onLoad={() => setReady(true)}
        className={classes["frame"]}
        data-width={width}
      />
    </div>
  );
}
