import { type AccessKeys, deriveSmtpPassword, sendingAs } from "#features/access-keys/index.ts";
import type { CertificateSummary } from "#features/tls-certificate/index.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { readDescription } from "./keys.ts";
import { Body } from "./read-body.ts";

/** Where messages are submitted over SMTP. */
export interface SmtpPlace {
  /** As callers reach it. */
  readonly host: string;
  readonly port: number;
  /** Where TLS begins with the first octet; undefined: nowhere. */
  readonly tlsPort: number | undefined;
  /** Whether credentials and mail are taken under TLS alone. */
  readonly requiresTls: boolean;
  /** Undefined where this process does not listen. */
  readonly certificate: () => Promise<CertificateSummary | undefined>;
}

interface Parts {
  readonly smtpPlace: SmtpPlace;
  readonly accessKeys: AccessKeys;
}

/** What a mail program or a framework is told to submit messages here. */
export function smtpSettingsRoutes(parts: Parts): PlainRoute[] {
  return [
    {
      method: "GET",
      path: "/signet/v1/smtp-settings",
      handle: async ({ caller }) => await toWire(parts.smtpPlace, caller.owner.region),
    },
    {
      method: "POST",
      path: "/signet/v1/smtp-credentials",
      handle: async (request) => await createCredentials(parts, request),
    },
  ];
}

/** The password is good for one region, as with AWS. What submits mail needs no more than to send. */
async function createCredentials({ accessKeys }: Parts, { caller: { owner }, body }: PlainRequest) {
  const description = readDescription(new Body(body ?? {}));
  const { id, secret } = await accessKeys.createAccessKey(owner.account, description, sendingAs(undefined));
  const { region } = owner;
  return { id, user_name: id, password: deriveSmtpPassword(secret, region), region, description };
}

async function toWire({ host, port, tlsPort, requiresTls, certificate }: SmtpPlace, region: string) {
  const shown = await certificate();
  return {
    host,
    port,
    starttls: true,
    tls_port: tlsPort ?? null,
    tls_required: requiresTls,
    region,
    certificate: shown === undefined ? null : certificateToWire(shown),
  };
}

function certificateToWire({ isSelfSigned, validUntil, names }: CertificateSummary) {
  return { self_signed: isSelfSigned, valid_until: new Date(validUntil).toISOString(), names };
}
