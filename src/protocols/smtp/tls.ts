import { isIP, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { DaneFault } from "#protocols/dane/tlsa.ts";

/** How well the connection is protected. `authenticated`: the certificate is valid for the server's name. */
export type TlsLevel =
  | { readonly level: "none" }
  | {
      readonly level: "encrypted";
      readonly protocol: string;
      readonly cipher: string;
      /** Why the certificate proves nothing, by the name that Node has for it. */
      readonly certificateFault: string;
    }
  | { readonly level: "authenticated"; readonly protocol: string; readonly cipher: string };

/** What was wrong with it, where the handshake did not just break off. */
export type TlsFault =
  | { readonly is: "not-offered" }
  /** By a reply to STARTTLS. */
  | { readonly is: "declined"; readonly code: number }
  /** By the name that Node has for it. */
  | { readonly is: "certificate"; readonly code: string }
  | { readonly is: "dane"; readonly fault: DaneFault };

export interface TlsDemands {
  /** The name the certificate must be for. */
  readonly serverName: string;
  /** PEM certificates to trust instead of the system's. */
  readonly trustedCertificates?: readonly string[];
}

/**
 * Starts TLS over a connected socket. The certificate is looked at but nothing is demanded of it: `tlsLevel` says what it proves, and
 * the caller decides. A handshake that fails surfaces as `error` or `close` on the result.
 */
export function startTls(socket: Socket, demands: TlsDemands): TLSSocket {
  const { serverName, trustedCertificates } = demands;
  return connect({
    socket,
    host: serverName,
    // RFC 6066 §3: literal addresses are no server names.
    ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
    ...(trustedCertificates === undefined ? {} : { ca: [...trustedCertificates] }),
    rejectUnauthorized: false,
    minVersion: "TLSv1.2",
  });
}

export function tlsLevel(socket: TLSSocket): Exclude<TlsLevel, { level: "none" }> {
  const protocol = socket.getProtocol() ?? "unknown";
  const cipher = socket.getCipher().standardName;
  if (socket.authorized) return { level: "authenticated", protocol, cipher };
  // Typed as an Error, but a code in text where the chain is at fault.
  const fault: unknown = socket.authorizationError;
  return {
    level: "encrypted",
    protocol,
    cipher,
    certificateFault: fault instanceof Error ? fault.message : String(fault),
  };
}
