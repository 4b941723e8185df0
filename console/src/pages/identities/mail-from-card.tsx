import type { GetEmailIdentityResponse } from "@aws-sdk/client-sesv2";
import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { identitiesKey, type Proof } from "#console/api/identities.ts";
import { putMailFrom } from "#console/api/identity-settings.ts";
import type { Plain } from "#console/api/plain.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { IdentityStatus } from "./identity-status.tsx";

interface MailFromCardProps {
  readonly proof: Proof;
  readonly identity: Plain<GetEmailIdentityResponse>;
}

type OnMxFailure = "USE_DEFAULT_VALUE" | "REJECT_MESSAGE";

/** The domain that bounces come back to. */
export function MailFromCard({ proof, identity }: MailFromCardProps): ReactNode {
  const { mail_from } = proof;
  return (
    <Card
      title="MAIL FROM domain"
      beside={mail_from && <IdentityStatus status={mail_from.verification.status} />}
      description={`Where bounces come back to: a name in your own domain instead of Signet's. Its records appear ${proof.kind === "domain" ? "under Records" : "above"}.`}
    >
      <MailFromForm key={mail_from?.domain} proof={proof} identity={identity} />
    </Card>
  );
}

function MailFromForm({ proof, identity }: MailFromCardProps): ReactNode {
  const { name, mail_from } = proof;
  const [domain, setDomain] = useState(mail_from?.domain ?? "");
  const [onMxFailure, setOnMxFailure] = useState<OnMxFailure>(
    identity.MailFromAttributes?.BehaviorOnMxFailure ?? "USE_DEFAULT_VALUE",
  );
  const save = useChange({
    change: async (wanted: string | undefined) => await putMailFrom(name, { domain: wanted, onMxFailure }),
    affects: [identitiesKey],
    done: (_, wanted) =>
      wanted === undefined ? "Signet's own name is used again" : "Saved; publish its records next",
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(domain.trim() === "" ? undefined : domain.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw="36rem">
        <TextInput
          label="Domain"
          placeholder={`bounce.${name.split("@").at(-1)}`}
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Radio.Group
          label="While its MX record is not there"
          value={onMxFailure}
          onChange={(chosen) => setOnMxFailure(chosen as OnMxFailure)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="USE_DEFAULT_VALUE" label="use Signet's own name instead" />
            <Radio value="REJECT_MESSAGE" label="refuse to send" />
          </Stack>
        </Radio.Group>
        <Group gap="sm">
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          {mail_from !== undefined && (
            <Button variant="default" onClick={() => save.mutate(undefined)}>
              Remove the domain
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
