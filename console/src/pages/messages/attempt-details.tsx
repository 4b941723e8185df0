import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Attempt } from "#console/api/messages.ts";
import { Facts } from "#console/elements/facts.tsx";
import classes from "./attempt-details.module.css";

const tlsLevels = {
  none: "None: it went in the clear",
  encrypted: "Encrypted, to whoever answered",
  authenticated: "Encrypted, and the server proved its name",
};

/** What OpenSSL has against a certificate, in words; of a rarer fault its own name says more than none. */
const certificateFaults: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "nobody vouches for it but itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its issuer is not known here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its issuer is not known here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its issuer is not known here",
  CERT_HAS_EXPIRED: "it has expired",
  CERT_NOT_YET_VALID: "it is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is for another name",
};

/** Where it went and how, what was said for each recipient, and the conversation word for word. */
export function AttemptDetails({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const { conversation = [] } = attempt;
  return (
    <>
      <Facts facts={factsOf(attempt)} />
      {conversation.length === 0 ? (
        <Text c="dimmed" mt="sm">
          There was no conversation.
        </Text>
      ) : (
        <Conversation lines={conversation} from={Date.parse(attempt.started_at)} />
      )}
    </>
  );
}

function factsOf({
  recipients = [],
  remote_ip,
  outgoing_ip,
  tls,
}: Attempt): (readonly [string, ReactNode])[] {
  const facts: (readonly [string, ReactNode])[] = recipients.map(
    ({ recipient, outcome, smtp_reply, reply }) => [
      recipient,
      [outcome, smtp_reply ?? reply].filter(Boolean).join(": "),
    ],
  );
  if (remote_ip !== undefined) facts.push(["Server's address", remote_ip]);
  if (outgoing_ip !== undefined) facts.push(["Sent from", outgoing_ip]);
  if (tls !== undefined) {
    const what = [tls.protocol, tls.cipher].filter(Boolean).join(", ");
    const { certificate_fault: named } = tls;
    const fault = named === undefined ? "" : ` Of its certificate: ${certificateFaults[named] ?? named}.`;
    facts.push(["TLS", `${tlsLevels[tls.level]}${what === "" ? "" : ` (${what})`}.${fault}`]);
  }
  return facts;
}

interface ConversationProps {
  readonly lines: NonNullable<Attempt["conversation"]>;
  readonly from: number;
}

const speakers = { client: "Signet", server: "Server", connection: "" };

function Conversation({ lines, from }: ConversationProps): ReactNode {
  return (
    <section className={classes["conversation"]} aria-label="The conversation" tabIndex={0}>
      <table>
        <tbody>
          {lines.map(({ at, by, text }, index) => (
            <tr key={`${at} ${index}`} data-by={by}>
              <td className={classes["time"]}>{Date.parse(at) - from} ms</td>
              <td className={classes["by"]}>{speakers[by]}</td>
              <td className={classes["text"]}>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
