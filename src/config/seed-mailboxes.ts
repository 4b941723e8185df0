import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { readAddress } from "#protocols/address/address.ts";
import { isDomainName } from "#protocols/dns/name.ts";

/** A mailbox at some provider's that test messages are sent to, and looked for in. */
export interface SeedMailbox {
  readonly address: string;
  /** What the operator calls the provider; undefined: as the address says. */
  readonly provider: string | undefined;
  readonly server: ImapServer;
}

export interface ImapServer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: from the first octet; `starttls`: before anything is told; `none`: on this machine only. */
  readonly tls: "implicit" | "starttls" | "none";
  readonly user: string;
  readonly password: string;
}

const mostMailboxes = 50;
const line = /^(\S+)\s+(\S+)(?:\s+(\S.*))?$/;

/** The file of SIGNET_SEED_MAILBOXES: a mailbox a line, `address imaps://user:password@host[:port] [provider]`. */
export function readSeedMailboxes(file: string): readonly SeedMailbox[] {
  const lines = readFileSync(file, "utf8").split(/\r?\n/);
  const mailboxes = lines.flatMap((text, at) => {
    const trimmed = text.trim();
    return trimmed === "" || trimmed.startsWith("#") ? [] : [readMailbox(trimmed, at + 1)];
  });
  if (mailboxes.length > mostMailboxes) throw new Error(`names more than ${mostMailboxes} mailboxes`);
  const addresses = mailboxes.map(({ address }) => address.toLowerCase());
  const twice = addresses.find((address, at) => addresses.indexOf(address) !== at);
  if (twice !== undefined) throw new Error(`names ${twice} twice`);
  return mailboxes;
}

/** Errors say the line and never what stands in it: a password does. */
function readMailbox(text: string, at: number): SeedMailbox {
  const [, address = "", url = "", provider] = line.exec(text) ?? [];
  const reading = readAddress(address);
  if (!reading.ok) {
    throw new Error(`line ${at}: expected an address, then imaps://user:password@host`);
  }
  const server = readServer(url);
  if (server === undefined) {
    throw new Error(
      `line ${at}: expected imaps://user:password@host behind the address, with what is special in user and password in percents: @ is %40`,
    );
  }
  return { address: reading.address.name, provider, server };
}

function readServer(text: string): ImapServer | undefined {
  const url = URL.parse(text);
  const isImplicit = url?.protocol === "imaps:";
  if (url === null || !(isImplicit || url.protocol === "imap:")) return undefined;
  if (url.username === "" || url.password === "" || !/^\/?$/.test(url.pathname + url.search + url.hash)) {
    return undefined;
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) === 0 && !isDomainName(host)) return undefined;
  try {
    return {
      host,
      port: url.port === "" ? (isImplicit ? 993 : 143) : Number(url.port),
      tls: isImplicit ? "implicit" : isHere(host) ? "none" : "starttls",
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    return undefined;
  }
}

/** What is only said to be so, `127.example.com`, is not. */
function isHere(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
