import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { identitiesKey } from "#console/api/identities.ts";
import { putSigningKey } from "#console/api/identity-settings.ts";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { PemField, usePem } from "#console/elements/pem-field.tsx";
import { useChange } from "#console/elements/use-change.ts";

interface OwnKeyFormProps {
  readonly name: string;
  /** Whether a key of one's own is in use already. */
  readonly isOwn: boolean;
  readonly onDone: () => void;
}

/** BYODKIM: a selector, and the private half of the key that is published under it, which the page forgets as soon as it was sent. */
export function OwnKeyForm({ name, isOwn, onDone }: OwnKeyFormProps): ReactNode {
  const [selector, setSelector] = useState("");
  const key = usePem();
  const bring = useChange({
    change: async () =>
      await key.readOnce(async (pem) => await putSigningKey(name, { selector, privateKey: bare(pem) })),
    affects: [identitiesKey],
    done: "The key is kept; it signs once its public half was seen in DNS",
    tellsFailure: false,
    after: onDone,
  });
  const goBack = useChange({
    change: async () => await putSigningKey(name, "managed"),
    affects: [identitiesKey],
    done: "Signet makes the keys again",
    after: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    bring.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw="40rem">
        <TextInput
          label="Selector"
          description={`The public half is at <selector>._domainkey.${name}`}
          value={selector}
          onChange={(event) => setSelector(event.currentTarget.value)}
          required
          autoFocus
          autoComplete="off"
        />
        <PemField
          label="Private key"
          description="RSA, 1024 to 2048 bits, PKCS #1 or #8 in PEM or base64. What is pasted here is forgotten even where it is refused."
          firstLine="-----BEGIN PRIVATE KEY-----"
          given={key}
        />
        {bring.error !== null && <FailureNotice error={bring.error} />}
        <Group gap="sm">
          <Button type="submit" loading={bring.isPending}>
            Use this key
          </Button>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          {isOwn && (
            <Button variant="subtle" loading={goBack.isPending} onClick={() => goBack.mutate()}>
              Let Signet make the keys again
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** SES takes the base64 within PEM, without its first and last line. */
function bare(pem: string): string {
  return pem.replaceAll(/-----[^-]+-----/g, "").replaceAll(/\s+/g, "");
}
