/** Mailboxes that are a duty and no person: those of RFC 2142, and the one that SES names besides. */
const roleNames = new Set([
  "info",
  "marketing",
  "sales",
  "support",
  "abuse",
  "noc",
  "security",
  "postmaster",
  "hostmaster",
  "usenet",
  "news",
  "webmaster",
  "www",
  "uucp",
  "ftp",
  "admin",
]);

/** RFC 2142 §1: in any letter case. What stands behind a plus sign is for whoever has the mailbox. */
export function isRoleName(localPart: string): boolean {
  const [name = ""] = localPart.toLowerCase().split("+");
  return roleNames.has(name);
}
