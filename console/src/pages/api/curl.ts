import type { Session } from "#console/api/session.ts";

/** What is asked, by whom it may be, and where. */
export type CurlFacts = Pick<Session, "auth" | "region"> & { readonly endpoint: string };

/** While access is open it is done as it stands; otherwise a key of the reader's is to be put in. */
export function curlToSend(facts: CurlFacts, from: string): string {
  return curl(
    facts,
    "/v2/email/outbound-emails",
    `{
    "FromEmailAddress": "${from}",
    "Destination": {"ToAddresses": ["you@example.com"]},
    "Content": {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hello!"}}}}}`,
  );
}

export function curlToRegister(facts: CurlFacts, identity: string): string {
  return curl(facts, "/v2/email/identities", `{"EmailIdentity": "${identity}"}`);
}

function curl({ endpoint, region, auth }: CurlFacts, path: string, body: string): string {
  // An address may hold an apostrophe, at which a shell would end the text.
  const quoted = body.replaceAll("'", String.raw`'\''`);
  const key = auth === "open" ? "" : "-H 'authorization: Bearer API_KEY' ";
  return `curl ${endpoint}${path} \\
  ${key}-H 'signet-region: ${region}' -H 'content-type: application/json' -d '${quoted}'`;
}
