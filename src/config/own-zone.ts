import { parse } from "tldts";
import { ConfigError } from "./readers.ts";

/** Throws where the zone is nobody's own. Apart from the other settings, for most commands do without the list of all suffixes. */
export function requireOwnZone(zone: string): void {
  // Names that no registry has, such as `test` or a company's own, are suffixes too, but not of these.
  const { publicSuffix, isIcann } = parse(zone, { validateHostname: false });
  if (isIcann !== true || publicSuffix !== zone) return;
  throw new ConfigError(
    `SIGNET_ZONE=${zone}: it is a public suffix: expected a domain of your own, such as mail.example.net.`,
  );
}
