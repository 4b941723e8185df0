import type { Envelope, LeastConfidence, MailExchangers, MailRoute } from "#features/delivery/index.ts";
import type { ListOwner, Suppression } from "#features/suppression/index.ts";
import type { Owner } from "#platform/owner.ts";
import { type Address, readAddress } from "#protocols/address/address.ts";
import { isRoleName } from "./role-names.ts";

/** How much speaks for it. */
export type Confidence = "LOW" | "MEDIUM" | "HIGH";

/** Undefined: nobody here can say. */
export interface AddressInsight {
  readonly isValid: Confidence | undefined;
  readonly hasValidSyntax: Confidence;
  readonly hasValidDnsRecords: Confidence | undefined;
  readonly mailboxExists: Confidence | undefined;
  readonly isRoleAddress: Confidence | undefined;
}

interface AddressInsightsParts {
  /** Undefined where there are no resolvers to ask. */
  readonly exchangers: Pick<MailExchangers, "routeOf" | "addressesOf"> | undefined;
  readonly suppression: Pick<Suppression, "suppressed">;
  /** The suppression list that a message goes by; undefined: none, as its tenant is gone. */
  readonly listFor: (
    message: Pick<Envelope, "owner" | "report" | "sentAt">,
  ) => Promise<ListOwner | undefined>;
}

/**
 * What can be known of an address without writing to it: how it is written, whether its domain takes mail, and whether it bounced before.
 * Servers are not asked for mailboxes: what they answer to such questions is often untrue, and who asks is soon refused.
 */
export class AddressInsights {
  readonly #exchangers: Pick<MailExchangers, "routeOf" | "addressesOf"> | undefined;
  readonly #suppression: Pick<Suppression, "suppressed">;
  readonly #listFor: AddressInsightsParts["listFor"];

  constructor(parts: AddressInsightsParts) {
    this.#exchangers = parts.exchangers;
    this.#suppression = parts.suppression;
    this.#listFor = parts.listFor;
  }

  async of(owner: Owner, text: string): Promise<AddressInsight> {
    const reading = readAddress(text.trim());
    if (!reading.ok) return notAnAddress;
    const { address } = reading;
    const [dns, bounced] = await Promise.all([
      this.#dnsOf(address),
      this.#bouncedAmong({ ...owner, tenant: undefined }, [address.name]),
    ]);
    const mailboxExists = bounced.length > 0 ? "LOW" : undefined;
    return {
      isValid: validity(dns, mailboxExists),
      hasValidSyntax: "HIGH",
      hasValidDnsRecords: dns,
      mailboxExists,
      isRoleAddress: isRoleName(address.localPart) ? "HIGH" : "LOW",
    };
  }

  /**
   * What speaks against writing to addresses of a domain; nothing of those whom nobody can say it of. The addresses of mail servers are of
   * no matter for that, and so not asked for. Whoever has to wait enters first, and throws what `enter` throws.
   */
  async faultsOf(
    { domain, recipients, ...message }: Omit<Envelope, "messageId" | "from" | "rules">,
    { least, enter }: { readonly least: LeastConfidence; readonly enter: () => Disposable },
  ): Promise<ReadonlyMap<string, string>> {
    const faulty = (addresses: Iterable<string>, fault: string) =>
      new Map(Array.from(addresses, (address) => [address, fault]));
    const route = await this.#exchangers?.routeOf(domain, enter);
    if (route?.kind === "none") return faulty(recipients, "its domain takes no mail");
    if (least === "HIGH" && route?.kind === "hosts" && route.isImplicit) {
      return faulty(recipients, "its domain has no MX record");
    }
    const list = await this.#listFor(message);
    return faulty(list ? await this.#bouncedAmong(list, recipients) : [], "it bounced before");
  }

  async #dnsOf({ domain }: Address): Promise<Confidence | undefined> {
    const route = await this.#exchangers?.routeOf(domain);
    switch (route?.kind) {
      case "none":
        return "LOW";
      case "hosts":
        return (await this.#hasAddress(route)) ? (route.isImplicit ? "MEDIUM" : "HIGH") : undefined;
      default:
        return undefined;
    }
  }

  /** All at once: of eight whose name servers are silent each would be waited for as long. */
  async #hasAddress({ hosts }: Extract<MailRoute, { kind: "hosts" }>): Promise<boolean> {
    const all = await Promise.all(hosts.map(async (host) => await this.#exchangers?.addressesOf(host)));
    return all.some((addresses) => addresses !== undefined && addresses.length > 0);
  }

  async #bouncedAmong(list: ListOwner, addresses: readonly string[]): Promise<readonly string[]> {
    return [...(await this.#suppression.suppressed(list, addresses, ["BOUNCE"])).keys()];
  }
}

const notAnAddress: AddressInsight = {
  isValid: "LOW",
  hasValidSyntax: "LOW",
  hasValidDnsRecords: undefined,
  mailboxExists: undefined,
  isRoleAddress: undefined,
};

/** Never high: whether the mailbox exists, only a message tells. */
function validity(dns: Confidence | undefined, mailbox: Confidence | undefined): Confidence | undefined {
  if (dns === "LOW" || mailbox === "LOW") return "LOW";
  return dns === undefined ? undefined : "MEDIUM";
}
