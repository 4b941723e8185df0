import { Anchor, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { keysKey } from "#console/api/keys.ts";
import {
  createSmtpCredentials,
  type SmtpCredentials,
  type SmtpSettings,
  smtpSettingsQuery,
} from "#console/api/smtp.ts";
import { Card } from "#console/elements/card.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { ShownOnce } from "#console/elements/shown-once.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { SmtpSnippets } from "./smtp-snippets.tsx";

/** How a program that knows only SMTP sends through Signet. */
export function SmtpPage(): ReactNode {
  const query = useQuery(smtpSettingsQuery);
  const [made, setMade] = useState<SmtpCredentials>();
  return (
    <Page title="SMTP" subtitle="For programs that send by SMTP: a server, a user name and a password.">
      <Loaded query={query}>
        {(settings) => (
          <Stack gap="lg">
            <Card title="Server">
              <Facts facts={factsOf(settings)} />
            </Card>
            <Card
              title="Credentials"
              description={
                <>
                  A new access key for one program, with its SMTP password for {settings.region}. It is
                  listed, and revoked, under{" "}
                  <Anchor component={Link} to="/access" inherit>
                    Users and keys
                  </Anchor>
                  .
                </>
              }
            >
              <MakeCredentials onMade={setMade} />
            </Card>
            <SmtpSnippets settings={settings} />
          </Stack>
        )}
      </Loaded>
      <ShownOnce
        title="The new credentials"
        secrets={made && secretsOf(made)}
        onClose={() => setMade(undefined)}
      />
    </Page>
  );
}

function secretsOf({ user_name, password }: SmtpCredentials): { name: string; value: string }[] {
  return [
    { name: "User name", value: user_name },
    { name: "Password", value: password },
  ];
}

function factsOf(settings: SmtpSettings): (readonly [name: string, value: ReactNode])[] {
  const { host, port, starttls, tls_port, tls_required, certificate } = settings;
  const tls = tls_required ? "required before signing in" : "offered";
  return [
    ["Host", <Copyable key="host" value={host} what="the host" />],
    ["Port", <Port key="port" number={port} beside={starttls ? `STARTTLS, ${tls}` : undefined} />],
    [
      "Port with TLS from the start",
      tls_port === null ? "Nobody listens (SIGNET_SMTPS opens one)" : <Port key="tls" number={tls_port} />,
    ],
    [
      "Certificate",
      certificate === null ? "Another process's" : <Certificate key="certificate" of={certificate} />,
    ],
  ];
}

function Port({
  number,
  beside,
}: {
  readonly number: number;
  readonly beside?: string | undefined;
}): ReactNode {
  return (
    <>
      <Copyable value={String(number)} what={`the port ${number}`} /> {beside !== undefined && `(${beside})`}
    </>
  );
}

function Certificate({ of }: { readonly of: NonNullable<SmtpSettings["certificate"]> }): ReactNode {
  return (
    <>
      {of.self_signed ? "Self-signed: programs have to be told to trust it" : "Signed by an authority"}, for{" "}
      {of.names.join(", ") || "no name"}, valid until {onDay(of.valid_until)}
    </>
  );
}

function onDay(time: string): string {
  return new Date(time).toLocaleDateString(undefined, { dateStyle: "long" });
}

function MakeCredentials({ onMade }: { readonly onMade: (made: SmtpCredentials) => void }): ReactNode {
  const [description, setDescription] = useState("");
  const make = useChange({
    change: async () => await createSmtpCredentials(description),
    affects: [keysKey],
    tellsFailure: false,
    after: (made) => {
      setDescription("");
      onMade(made);
    },
  });
  return (
    <SaveForm saving={make} label="Make credentials">
      <TextInput
        label="What they are for"
        placeholder="the newsletter program"
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        autoComplete="off"
      />
    </SaveForm>
  );
}
