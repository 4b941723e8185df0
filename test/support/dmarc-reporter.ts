import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { gzipSync } from "node:zlib";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { createTransport } from "nodemailer";
import { dayMs } from "#platform/clock.ts";
import type { World } from "./world.ts";

/** Messages from one address that fared alike. */
interface Seen {
  readonly source: string;
  readonly count: number;
  readonly dkim?: "pass" | "fail";
  readonly spf?: "pass" | "fail";
  readonly disposition?: "none" | "quarantine" | "reject";
  readonly from?: string;
  readonly signed?: readonly {
    readonly domain: string;
    readonly selector: string;
    readonly result: string;
  }[];
  readonly override?: string;
}

interface Told {
  readonly about: string;
  readonly id: string;
  /** Days ago. */
  readonly daysAgo?: number;
  readonly seen: readonly Seen[];
  /** Under whose signature, if under any; the reporter's own unless said. */
  readonly signedAs?: string | undefined;
  readonly to?: string;
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const record = `v=DKIM1; p=${publicKey.export({ format: "der", type: "spki" }).toString("base64")}`;
const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();

/** Where reports go to. */
export const reportsAddress = "dmarc@signet.localhost";

/** A receiver of mail that tells domains what it saw, with a key in the DNS. */
export class DmarcReporter {
  readonly #world: World;
  readonly #domain: string;

  constructor(world: World, domain: string) {
    this.#world = world;
    this.#domain = domain;
    world.zone(domain, `reports._domainkey TXT "${record}"`);
  }

  async tell(told: Told): Promise<void> {
    const signedAs = "signedAs" in told ? told.signedAs : this.#domain;
    // Those of one moment are in no order.
    this.#world.clock.advance(1);
    const mail = this.#mail(told);
    await this.send(signedAs === undefined ? mail : await signed(mail, signedAs), told.to);
  }

  /** Rejects as the transport does where it is refused. */
  async send(raw: string, to = reportsAddress): Promise<void> {
    const { inbound } = this.#world.app;
    assert.ok(inbound);
    const transport = createTransport({ ...inbound, ignoreTLS: true, name: `mx.${this.#domain}` });
    await transport.sendMail({ envelope: { from: `reports@${this.#domain}`, to }, raw });
    transport.close();
  }

  #mail(told: Told): string {
    const packed = gzipSync(this.#xml(told)).toString("base64").replace(/.{76}/g, "$&\r\n");
    return [
      `From: Reports <reports@${this.#domain}>`,
      `To: ${reportsAddress}`,
      `Subject: Report Domain: ${told.about} Submitter: ${this.#domain} Report-ID: ${told.id}`,
      "MIME-Version: 1.0",
      "Content-Type: application/gzip",
      "Content-Transfer-Encoding: base64",
      "",
      packed,
      "",
    ].join("\r\n");
  }

  #xml({ about, id, daysAgo = 1, seen }: Told): string {
    const today = Math.floor(this.#world.clock.now() / dayMs);
    const begin = ((today - daysAgo) * dayMs) / 1_000;
    return `<?xml version="1.0"?><feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0"><report_metadata>
      <org_name>Reports of ${this.#domain}</org_name><email>postmaster@${this.#domain}</email>
      <report_id>${id}</report_id><date_range><begin>${begin}</begin><end>${begin + 86_399}</end></date_range>
      </report_metadata><policy_published><domain>${about}</domain><p>none</p></policy_published>
      ${seen.map((one) => recordOf(about, one)).join("")}</feedback>`;
  }
}

async function signed(mail: string, signingDomain: string): Promise<string> {
  const signer = { signingDomain, selector: "reports", privateKey: pem };
  const how = { canonicalization: "relaxed/relaxed", ...signer, signatureData: [signer] };
  const { signatures } = await dkimSign(Buffer.from(mail), how);
  return signatures + mail;
}

function recordOf(about: string, one: Seen): string {
  const { source, count, dkim = "fail", spf = "fail", disposition = "none", override } = one;
  const reason = override === undefined ? "" : `<reason><type>${override}</type></reason>`;
  const signatures = (one.signed ?? []).map(
    ({ domain, selector, result }) =>
      `<dkim><domain>${domain}</domain><selector>${selector}</selector><result>${result}</result></dkim>`,
  );
  return `<record><row><source_ip>${source}</source_ip><count>${count}</count><policy_evaluated>
    <disposition>${disposition}</disposition><dkim>${dkim}</dkim><spf>${spf}</spf>${reason}</policy_evaluated></row>
    <identifiers><header_from>${one.from ?? about}</header_from></identifiers>
    <auth_results>${signatures.join("")}</auth_results></record>`;
}
