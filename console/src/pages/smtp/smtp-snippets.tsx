import type { ReactNode } from "react";
import type { SmtpSettings } from "#console/api/smtp.ts";
import { Snippets } from "#console/elements/snippets.tsx";
import { snippets } from "./snippets.ts";

/** The same message from common languages, to be pasted and tried. */
export function SmtpSnippets({ settings }: { readonly settings: SmtpSettings }): ReactNode {
  const facts = {
    host: settings.host,
    port: settings.port,
    user: "USER_NAME",
    password: "PASSWORD",
    trustsAnyCertificate: settings.certificate?.self_signed === true,
  };
  return (
    <Snippets
      title="To paste and try"
      description="The sender has to be one of your identities."
      snippets={snippets.map(({ id, name, write }) => ({ id, name, code: write(facts) }))}
    />
  );
}
