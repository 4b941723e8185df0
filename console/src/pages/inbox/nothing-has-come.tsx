import { Anchor, Button } from "@mantine/core";
import { EnvelopeClosedIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { fewIdentitiesQuery, type ListedIdentity } from "#console/api/identities.ts";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";
import { CodeBlock } from "#console/elements/code-block.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { senderOf } from "#console/elements/sender-field.tsx";
import { curlToRegister, curlToSend } from "#console/pages/api/curl.ts";
import { SendTestButton } from "#console/pages/messages/send-test-button.tsx";
import classes from "./nothing-has-come.module.css";

const title = "Nothing has come";

/** In place of an inbox without a message: how the first one comes. */
export function NothingHasCome(): ReactNode {
  const { delivery } = useSession();
  const senders = useQuery(fewIdentitiesQuery({ status: "SUCCESS" }, 1));
  return (
    <Card>
      {delivery === "capture" ? (
        <Loaded query={senders}>{({ identities: [sender] }) => <FirstMessage sender={sender} />}</Loaded>
      ) : (
        <EmptyState icon={<EnvelopeClosedIcon />} title={title}>
          Messages leave, to the addresses they are for. Where SIGNET_DELIVERY is “capture” they are kept here
          instead.
        </EmptyState>
      )}
    </Card>
  );
}

function FirstMessage({ sender }: { readonly sender: ListedIdentity | undefined }): ReactNode {
  const { auth, region } = useSession();
  const facts = { auth, region, endpoint: location.origin };
  if (sender === undefined) {
    return (
      <EmptyState
        icon={<EnvelopeClosedIcon />}
        title={title}
        actions={
          <Button component={Link} to="/first-steps">
            First steps
          </Button>
        }
      >
        Whatever is sent comes here, whichever address it is for, and nowhere else. Nobody is verified to send
        yet. The link that proves an address comes here too; this asks for one:
        <Example code={curlToRegister(facts, "you@example.com")} />
      </EmptyState>
    );
  }
  const from = senderOf(sender.kind, sender.name);
  return (
    <EmptyState icon={<EnvelopeClosedIcon />} title={title} actions={<SendTestButton sender={from} />}>
      Whatever is sent comes here, whichever address it is for, and nowhere else. From {from}, say, to
      you@example.com:
      <Example code={curlToSend(facts, from)} />
    </EmptyState>
  );
}

function Example({ code }: { readonly code: string }): ReactNode {
  const { auth } = useSession();
  return (
    <>
      <div className={classes["example"]}>
        <CodeBlock code={code} what="the example" />
      </div>
      {auth === "required" && (
        <>
          API_KEY is one that is made under{" "}
          <Anchor component={Link} to="/access" inherit>
            Users and keys
          </Anchor>
          .
        </>
      )}
    </>
  );
}
