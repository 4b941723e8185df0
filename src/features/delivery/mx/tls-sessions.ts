import { isIP } from "node:net";
import type { ServerAttempt } from "#features/delivery/hand-over.ts";
import type { Envelope } from "#features/delivery/transport.ts";
import { dataText } from "#protocols/dns/master-file.ts";
import { allowsMx, type StsPolicy, stsPolicyLines } from "#protocols/mta-sts/policy.ts";
import type { TlsLevel } from "#protocols/smtp/tls.ts";
import {
  type AppliedPolicy,
  type ResultType,
  resultOf,
  type SessionFailure,
  type TlsSession,
} from "#protocols/tls-rpt/session.ts";
import type { StsFault } from "./sts-policies.ts";
import type { HeldTo, Secured } from "./transport-security.ts";
import type { Target } from "./visit.ts";

/** Whoever wants to know how sessions went. */
export interface SessionListener {
  note(session: TlsSession): void;
  /** Why a domain's policy is not known although it has one. */
  stsFaultOf(domain: string): StsFault | undefined;
  /** Where the world sees us come from, unless it was chosen. */
  readonly sendsFrom: readonly string[];
}

interface Tried {
  readonly envelope: Envelope;
  readonly target: Target;
  readonly source: string | undefined;
}

type Attempted = Tried & { readonly security: Secured & { readonly heldTo: HeldTo } };

/** Neither texts nor lists of a stranger's are told of without end. */
const mostLines = 30;
const longestText = 300;

/**
 * Tells of each connection once for every domain that it was used for, and of each that did not come about. Of those for mail that goes out
 * whatever is demanded nothing is told: it may be what was told before, and would go on for ever (RFC 8460 §3).
 */
export class TlsSessions {
  readonly #listener: SessionListener | undefined;
  readonly #toldOf = new WeakMap<object, Set<string>>();

  constructor(listener: SessionListener | undefined) {
    this.#listener = listener;
  }

  note(attempt: ServerAttempt, attempted: Attempted): void {
    if (attempt.status === "conversed") this.#conversed(attempt, attempted);
    else if (attempt.step === "tls" && attempt.isOurFault !== true) {
      this.#tell(attempted, attempted.security.heldTo, resultOf(attempt.tlsFault));
    }
  }

  /** None was tried, for what the server's records are could not be found out. */
  unknown(tried: Tried, reason: string): void {
    this.#tell(
      tried,
      { by: "tlsa", base: tried.target.host, records: [] },
      { type: "dnssec-invalid", reason },
    );
  }

  /** None was tried, for the policy names no server that the domain has. */
  unnamed({ domain, rules }: Envelope, policy: StsPolicy, host: string): void {
    if (rules.tls === "waived") return;
    this.#listener?.note({
      domain,
      policy: appliedPolicy(domain, { by: "sts", policy }),
      failure: { ...notInPolicy, receivingHost: host },
    });
  }

  #conversed({ over, report }: Extract<ServerAttempt, { status: "conversed" }>, attempted: Attempted): void {
    const { envelope, security } = attempted;
    // Where TLS has failed a while ago, it was not tried.
    if (this.#listener === undefined || envelope.rules.tls === "waived" || security.tlsPolicy === "never")
      return;
    const { domain } = envelope;
    const domains = this.#toldOf.get(over);
    if (domains?.has(domain)) return;
    if (domains === undefined) this.#toldOf.set(over, new Set([domain]));
    else domains.add(domain);
    if (report.tls !== undefined) {
      this.#tell(attempted, security.heldTo, shortcomingOf(report.tls, attempted));
    }
  }

  #tell({ envelope, target, source }: Tried, heldTo: HeldTo, fault: Fault | undefined): void {
    const listener = this.#listener;
    if (listener === undefined || envelope.rules.tls === "waived") return;
    const { domain } = envelope;
    const stsFault = heldTo.by === "nobody" ? listener.stsFaultOf(domain) : undefined;
    const policy: AppliedPolicy =
      stsFault === undefined ? appliedPolicy(domain, heldTo) : { type: "sts", domain, text: [], mxHosts: [] };
    const found: Fault | undefined = fault ?? (stsFault === undefined ? undefined : { type: stsFault });
    listener.note({
      domain,
      policy,
      failure: found && failureAt(target, found, source ?? addressLike(target, listener.sendsFrom)),
    });
  }
}

interface Fault {
  readonly type: ResultType;
  readonly reason?: string;
}

const notInPolicy: Fault = { type: "validation-failure", reason: "mx-not-in-policy" };

/** What is not as it should be in a session that was good enough for the message. */
function shortcomingOf(
  tls: TlsLevel,
  { security: { heldTo }, target }: Pick<Attempted, "security" | "target">,
): Fault | undefined {
  if (tls.level === "none") return resultOf({ is: "not-offered" });
  // RFC 7672 §2.2: records of no use demand TLS, and were meant to demand more.
  if (heldTo.by === "tlsa" && heldTo.records.length === 0) return { type: "tlsa-invalid" };
  if (heldTo.by !== "sts") return undefined;
  // RFC 8461 §5: a policy under test keeps no message back, and is to be told of what it would have kept back.
  if (!allowsMx(heldTo.policy, target.host)) return notInPolicy;
  return tls.level === "authenticated"
    ? undefined
    : resultOf({ is: "certificate", code: tls.certificateFault });
}

function failureAt(
  { host, address }: Target,
  { type, reason }: Fault,
  sendingIp: string | undefined,
): SessionFailure {
  return {
    type,
    ...(reason === undefined ? {} : { reason: reason.slice(0, longestText) }),
    ...(sendingIp === undefined ? {} : { sendingIp }),
    receivingHost: host,
    receivingIp: address,
  };
}

function appliedPolicy(domain: string, heldTo: HeldTo): AppliedPolicy {
  switch (heldTo.by) {
    case "sts":
      return {
        type: "sts",
        domain,
        text: bounded(stsPolicyLines(heldTo.policy)),
        mxHosts: bounded(heldTo.policy.mx),
      };
    case "tlsa": {
      const text = heldTo.records.map((record) => dataText({ type: "TLSA", ...record }));
      return { type: "tlsa", domain: heldTo.base, text: bounded(text), mxHosts: [] };
    }
    case "nobody":
      return { type: "no-policy-found", domain, text: [], mxHosts: [] };
  }
}

function bounded(lines: readonly string[]): readonly string[] {
  return lines.slice(0, mostLines).map((line) => line.slice(0, longestText));
}

function addressLike({ address }: Target, addresses: readonly string[]): string | undefined {
  return addresses.find((one) => isIP(one) === isIP(address));
}
