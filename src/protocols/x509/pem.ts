/** RFC 7468. */
export function pemOf(label: "CERTIFICATE", encoding: Buffer): string {
  const lines = encoding.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
