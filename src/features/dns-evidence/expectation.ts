/** What a customer was told to publish. Names are normal (`protocols/dns/name.ts`). */
export type Expectation = DkimCname | DkimTxt | MailFrom;

/** Easy DKIM: `<token>._domainkey.<domain>` points to the name where we publish the key. */
export interface DkimCname {
  readonly kind: "dkim-cname";
  readonly name: string;
  readonly target: string;
  /** Base64 of DER SubjectPublicKeyInfo; any of them will do. Undefined while no key is made: then only the CNAME is looked at. */
  readonly publicKeys?: readonly string[] | undefined;
}

/** BYODKIM: `<selector>._domainkey.<domain>` carries the public half of the customer's own key. */
export interface DkimTxt {
  readonly kind: "dkim-txt";
  readonly name: string;
  /** Base64 of DER SubjectPublicKeyInfo. */
  readonly publicKey: string;
}

/** A custom MAIL FROM domain. Only its MX decides (SES guide, "Using a custom MAIL FROM domain"); SPF is advice. */
export interface MailFrom {
  readonly kind: "mail-from";
  readonly name: string;
  /** The host that the one MX must name. */
  readonly exchange: string;
  /** The domain that the SPF record should include. */
  readonly spfInclude: string;
}

export type ExpectedType = "CNAME" | "TXT" | "MX";

export function expectedType(expectation: Expectation): ExpectedType {
  if (expectation.kind === "dkim-cname") return "CNAME";
  return expectation.kind === "dkim-txt" ? "TXT" : "MX";
}

/** The record in words that fit every DNS panel. */
export function recordToPublish(expectation: Expectation): string {
  const value = expectedValue(expectation);
  return `name ${expectation.name}, type ${expectedType(expectation)}, value ${value}`;
}

export function expectedValue(expectation: Expectation): string {
  switch (expectation.kind) {
    case "dkim-cname":
      return expectation.target;
    case "dkim-txt":
      return `p=${expectation.publicKey}`;
    case "mail-from":
      return `10 ${expectation.exchange}`;
  }
}

/** The domain whose mail is signed, or whose bounces come back. */
export function domainOf(expectation: Expectation): string {
  const mark = "._domainkey.";
  const at = expectation.name.indexOf(mark);
  return at === -1 ? expectation.name : expectation.name.slice(at + mark.length);
}
