import type { SmtpCredentials } from "./auth.ts";
import type { TlsPolicy } from "./open.ts";

/** The server that everything is handed to. */
export interface SmartHostAddress {
  readonly host: string;
  readonly port: number;
  readonly implicitTls: boolean;
  readonly tlsPolicy: TlsPolicy;
  readonly credentials?: SmtpCredentials;
  /** How many connections it may be given at once. */
  readonly mostConnections?: number;
}

const policies: readonly string[] = ["never", "if-offered", "required", "authenticated"];

/**
 * Reads `smtp://user:password@host:port` or `smtps://…`, with `?tls=never|if-offered|required|authenticated` and
 * `?connections=20`. A password is given only to a server that proves its name, or to this machine, unless `tls` says otherwise; without one, TLS is used
 * where it is offered. Throws a `RangeError` that does not repeat the password.
 */
export function readSmartHostUrl(text: string): SmartHostAddress {
  const url = URL.parse(text);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === "" || url.port === "0") {
    throw new RangeError(
      "A smart host is written smtp://user:password@host:port or smtps://…, with what is special in a password percent-encoded: %40 for @.",
    );
  }
  if ((url.pathname !== "" && url.pathname !== "/") || url.hash !== "") {
    throw new RangeError("The URL of a smart host ends after the port, but for ?tls=… and ?connections=….");
  }
  const implicitTls = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const credentials = readCredentials(url);
  const options = readOptions(url);
  return {
    host,
    port: url.port === "" ? (implicitTls ? 465 : 587) : Number(url.port),
    implicitTls,
    tlsPolicy: options.tlsPolicy ?? defaultPolicy(host, credentials !== undefined, implicitTls),
    ...(options.mostConnections === undefined ? {} : { mostConnections: options.mostConnections }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

function readCredentials({ username, password }: URL): SmtpCredentials | undefined {
  if (username === "" && password === "") return undefined;
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw new RangeError(
      "The user or password of the smart host has a percent sign that stands for nothing.",
    );
  }
}

function readOptions(url: URL): { tlsPolicy?: TlsPolicy; mostConnections?: number } {
  const options: ReturnType<typeof readOptions> = {};
  for (const [name, value] of url.searchParams) {
    if (name === "tls" && policies.includes(value)) options.tlsPolicy = value as TlsPolicy;
    else if (name === "connections" && /^[1-9]\d{0,2}$/.test(value)) options.mostConnections = Number(value);
    else {
      throw new RangeError(
        `The URL of a smart host takes ?tls=${policies.join("|")} and ?connections=1 to 999, and nothing else.`,
      );
    }
  }
  return options;
}

function defaultPolicy(host: string, hasCredentials: boolean, implicitTls: boolean): TlsPolicy {
  if (hasCredentials && !/^(localhost|127\.[\d.]+|::1)$/.test(host)) return "authenticated";
  return implicitTls ? "required" : "if-offered";
}
