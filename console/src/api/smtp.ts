import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly starttls: boolean;
  /** Where TLS begins with the first octet; null where nobody listens so. */
  readonly tls_port: number | null;
  readonly tls_required: boolean;
  readonly region: string;
  /** Null where another process serves SMTP. */
  readonly certificate: {
    readonly self_signed: boolean;
    readonly valid_until: string;
    readonly names: readonly string[];
  } | null;
}

export interface SmtpCredentials {
  readonly id: string;
  readonly user_name: string;
  readonly password: string;
  readonly region: string;
}

export const smtpSettingsQuery = queryOptions({
  queryKey: ["smtp-settings"],
  queryFn: async ({ signal }) => await call<SmtpSettings>("GET", "/signet/v1/smtp-settings", { signal }),
});

/** A new access key, and the SMTP password that belongs to it in this region. */
export async function createSmtpCredentials(description: string): Promise<SmtpCredentials> {
  return await call<SmtpCredentials>("POST", "/signet/v1/smtp-credentials", { body: { description } });
}
