import type { Config, HostAndPort } from "#config.ts";
import { Failure } from "./failures.ts";

/** A listener's error in words, with the variable that mends it; any other error as it is. */
export function explainedStart(
  error: unknown,
  config: Pick<Config, "http" | "dns"> &
    Partial<Pick<Config, "https" | "smtp" | "smtps" | "inbound" | "metrics">>,
): unknown {
  const { code, port, address, hostname } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
    hostname?: string;
  };
  const { http, https, dns, smtp, smtps, inbound, metrics } = config;
  const place = [
    { variable: "SIGNET_HTTP", ...http },
    ...(https === undefined ? [] : [{ variable: "SIGNET_HTTPS", ...https }]),
    { variable: "SIGNET_DNS", ...dns },
    ...(smtp === undefined ? [] : [{ variable: "SIGNET_SMTP", ...smtp }]),
    ...(smtps === undefined ? [] : [{ variable: "SIGNET_SMTPS", ...smtps }]),
    ...(inbound === undefined ? [] : [{ variable: "SIGNET_INBOUND", ...inbound }]),
    ...(metrics === undefined ? [] : [{ variable: "SIGNET_METRICS", ...metrics }]),
  ].find((candidate) => (port === undefined ? candidate.host === hostname : candidate.port === port));
  if (place === undefined) return error;
  const reason = reasonOf(code, place);
  if (reason === undefined) return error;
  const where = `${address ?? place.host}:${place.port}`;
  return new Failure(`${where} ${reason} Set ${place.variable} to listen elsewhere.`, { cause: error });
}

function reasonOf(code: string | undefined, { host, port }: HostAndPort): string | undefined {
  switch (code) {
    case "EADDRINUSE":
      // systemd-resolved has it on most machines, at 127.0.0.53: a listener for all addresses has no room beside it.
      return port === 53 && (host === "0.0.0.0" || host === "::")
        ? "is in use, perhaps on another address only, by the machine's own resolver: name the address that the world's questions arrive at."
        : "is in use, perhaps by another Signet.";
    case "EADDRNOTAVAIL":
      return "is not an address of this machine.";
    case "EACCES":
      return port < 1024 ? lacksRight(port) : "may not be listened on.";
    case "ENOTFOUND":
      return "has no address.";
    default:
      return undefined;
  }
}

/** To DNS and to mail that comes back another port is of no use; and as root, npm runs what it starts as the folder's owner. */
function lacksRight(port: number): string {
  const byHand = `sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}`;
  return `needs the right to listen below port 1024: deploy/signet.service gives it, and on Linux so does '${byHand}'.`;
}
