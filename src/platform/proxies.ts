import { BlockList, isIP, isIPv6 } from "node:net";
import { isLoopback } from "./client-network.ts";

/** Who may say for whom it asks: a proxy on this machine, and those that the operator names. All others' words are anybody's. */
export class Proxies {
  readonly #networks = new BlockList();

  /** `networks`: `10.0.0.0/8`. */
  constructor(networks: readonly string[] = []) {
    for (const network of networks) {
      const [address = "", bits] = network.split("/");
      this.#networks.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
    }
  }

  /** Whether a request came to a proxy in TLS, as it says in the last entry of `X-Forwarded-Proto`. */
  cameInTls(peer: string, forwardedProto: string | undefined): boolean {
    if (forwardedProto === undefined || !this.#isOne(peer)) return false;
    return lastEntry(forwardedProto).toLowerCase() === "https";
  }

  /**
   * Where a request comes from. A proxy says for whom it asks in the last entry of `X-Forwarded-For`, which is its own; where that is in
   * a network that is named, the entry before is its. What comes from elsewhere comes from there.
   */
  clientAddress(peer: string, forwardedFor: string | undefined): string {
    if (forwardedFor === undefined || !this.#isOne(peer)) return peer;
    let client = peer;
    for (const entry of forwardedFor.split(",").toReversed()) {
      const address = withoutPort(entry.trim());
      if (isIP(address) === 0) return client;
      client = address;
      if (!this.#isNamed(address)) return client;
    }
    return client;
  }

  /**
   * The name that a client asked for, without a port. Some proxies ask us by another (Apache's, unless told to keep it): they say it in the
   * last entry of `X-Forwarded-Host`.
   */
  askedHost(peer: string, hostname: string, forwardedHost: string | undefined): string {
    if (forwardedHost === undefined || !this.#isOne(peer)) return hostname;
    return lastEntry(forwardedHost).replace(/:\d*$/, "") || hostname;
  }

  #isOne(peer: string): boolean {
    return isLoopback(peer) || this.#isNamed(peer);
  }

  #isNamed(text: string): boolean {
    // Of a link-local address its zone comes behind; of a connection that has ended there is none.
    const [address = ""] = text.split("%", 1);
    return isIP(address) !== 0 && this.#networks.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  }
}

/** Some proxies write the port too: `192.0.2.7:50123`, `[2001:db8::7]:50123`. */
function withoutPort(address: string): string {
  const [, inBrackets, ofIpv4] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(address) ?? [];
  return inBrackets ?? ofIpv4 ?? address;
}

function lastEntry(list: string): string {
  return list.slice(list.lastIndexOf(",") + 1).trim();
}
