import type { Reply } from "#servers/smtp/session.ts";

/** SES's words for what smtp-server says in its own. */
const words: ReadonlyMap<string, Reply> = new Map<string, Reply>([
  ["Accepted", { code: 250, text: "Ok" }],
  ["Flushed", { code: 250, text: "Ok" }],
  ["OK", { code: 250, text: "Ok" }],
  ["Authentication successful", { code: 235, text: "Authentication successful." }],
  [
    "Timeout - closing connection",
    { code: 451, text: "4.4.2 Timeout waiting for data from client.", ends: true },
  ],
  ["Error: too many recipients", { code: 452, text: "Too many recipients" }],
  ["Error: internal server error", { code: 451, text: "Temporary service failure" }],
  ["Error: Must issue a STARTTLS command first", { code: 530, text: "Must issue a STARTTLS command first" }],
]);

/** `needsTls`: credentials are taken, and mail is, inside TLS only. */
export function wording({ needsTls }: { readonly needsTls: boolean }) {
  return ({ code, text }: Reply, { secure }: { readonly secure: boolean }): Reply => {
    if (typeof text !== "string") return { code, text: greeting(text, secure || !needsTls) };
    const known = words.get(text);
    if (known !== undefined) return known;
    if (code === 552) return { code, text: "Message is too long." };
    if (code === 530 && needsTls && !secure) return { code, text: "Must issue a STARTTLS command first" };
    return { code, text: text.replace(/^Error: /, "") };
  };
}

/** The answer to EHLO, in SES's order and with its last line. */
function greeting([name = "", ...offered]: readonly string[], mayAuthenticate: boolean): string[] {
  const find = (word: string) => offered.filter((line) => line.startsWith(word));
  const words = ["8BITMIME", "SIZE", "STARTTLS", ...(mayAuthenticate ? ["AUTH"] : [])];
  return [name, ...words.flatMap(find), "Ok"];
}
