import { secondMs } from "#platform/clock.ts";
import type { Finding } from "./finding.ts";

/** Nothing is asked outside where nothing leaves. */
export const staysHome =
  "Nothing leaves this service (SIGNET_DELIVERY=capture), so nobody outside was asked.";

/** How a server is greeted by: its first line, or why there was none. */
export type Greeted =
  | { readonly kind: "greeting"; readonly peer: string; readonly text: string }
  | { readonly kind: "none"; readonly peer: string; readonly reason: string };

/** Whether mail servers can be reached: providers and clouds often close the port. */
export async function examineOutboundSmtp(greet: () => Promise<Greeted>, port: number): Promise<Finding> {
  const greeted = await greet();
  if (greeted.kind === "greeting") {
    const isWelcome = greeted.text.startsWith("220");
    return {
      status: isWelcome ? "ok" : "warning",
      seen: `${greeted.peer} answered: ${greeted.text}`,
      advice: isWelcome ? "" : "It does not take mail from here; its words say why.",
    };
  }
  return {
    status: "failed",
    seen: `${greeted.peer} was not reached: ${greeted.reason}`,
    advice: `Ask the provider to open port ${port} outward, or send through a smart host (SIGNET_DELIVERY=smtp://…).`,
  };
}

export interface Reversal {
  readonly address: string;
  /** What the address is called. Undefined: it could not be asked. */
  readonly names: readonly string[] | undefined;
  /** Whether one of the names leads back to it. */
  readonly isConfirmed: boolean;
  /** Whether mail can leave by it. */
  readonly isOurs: boolean;
}

/** Large receivers refuse mail from an address whose name does not lead back to it. */
export function examineReverseDns(reversals: readonly Reversal[]): Finding {
  if (reversals.length === 0) {
    return {
      status: "unknown",
      seen: "No address of this machine is public: mail leaves by one that is not known here.",
      advice: "Name the addresses that mail leaves from by SIGNET_OUTBOUND_ADDRESSES.",
    };
  }
  const seen = reversals.map(describe).join(" ");
  if (reversals.some(({ isOurs }) => !isOurs)) {
    return {
      status: "failed",
      seen,
      advice:
        "What is to leave by it waits: give it to this machine, or take it out of SIGNET_OUTBOUND_ADDRESSES.",
    };
  }
  if (reversals.some(({ names }) => names === undefined)) {
    return { status: "unknown", seen, advice: "Try again; the resolvers did not answer." };
  }
  return reversals.every(({ isConfirmed }) => isConfirmed)
    ? { status: "ok", seen, advice: "" }
    : {
        status: "failed",
        seen,
        advice: "Have whoever gave you the address set its PTR record to a name whose address it is.",
      };
}

function describe({ address, names, isConfirmed, isOurs }: Reversal): string {
  if (!isOurs) return `${address} is no address of this machine.`;
  if (names === undefined) return `${address} could not be looked up.`;
  if (names.length === 0) return `${address} has no name.`;
  return isConfirmed
    ? `${address} is ${names[0]}.`
    : `${address} is called ${names[0]}, which does not lead back to it.`;
}

/** @param texts what the world sees where the service's own key is published; undefined: no name server was reached. */
export function examineZone(zone: string, publicKey: string, texts: readonly string[] | undefined): Finding {
  if (texts === undefined) {
    return {
      status: "failed",
      seen: `No name server for ${zone} was reached from here.`,
      advice: "Delegate the zone as signet zone says, and let the world reach SIGNET_DNS, by UDP and TCP.",
    };
  }
  // A text may be cut short on its way here.
  const isOurs = texts.some((text) => text.includes(publicKey.slice(0, 100)));
  return isOurs
    ? { status: "ok", seen: `${zone} is delegated, and answers with our key.`, advice: "" }
    : {
        status: "failed",
        seen: `${zone} answers, but not with our key.`,
        advice:
          "Its NS records lead to somebody else, or to another installation: compare them with signet zone.",
      };
}

/** The DNS server listens on every address, and none of this machine's own is public. */
export function unreachableZone(zone: string): Finding {
  return {
    status: "failed",
    seen: `The name server of ${zone} and the host that bounces come back to have no address.`,
    advice: "Set SIGNET_ADDRESSES to the public addresses at which the world reaches this installation.",
  };
}

const off = { warning: 5 * secondMs, failed: 5 * 60 * secondMs };

/** Signatures, one-time codes and leases are about time. */
export async function examineClock(
  askOffset: () => Promise<{ readonly offsetMs: number; readonly server: string }>,
): Promise<Finding> {
  const { offsetMs, server } = await askOffset();
  const seconds = Math.abs(offsetMs / secondMs).toFixed(1);
  const seen = `The clock is ${seconds} s ${offsetMs < 0 ? "ahead of" : "behind"} ${server}.`;
  const advice = "Let the system keep its time by NTP.";
  if (Math.abs(offsetMs) >= off.failed) return { status: "failed", seen, advice };
  return Math.abs(offsetMs) >= off.warning
    ? { status: "warning", seen, advice }
    : { status: "ok", seen, advice: "" };
}
