import { Button, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { type Identity, identitiesKey, identityQuery, type Proof } from "#console/api/identities.ts";
import { putMailFrom } from "#console/api/identity-settings.ts";
import { Card } from "#console/elements/card.tsx";
import { RadioChoice } from "#console/elements/radio-choice.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useDraft } from "#console/elements/use-draft.ts";
import { IdentityStatus } from "./identity-status.tsx";

interface MailFromCardProps {
  readonly proof: Proof;
  readonly identity: Identity;
}

type OnMxFailure = "USE_DEFAULT_VALUE" | "REJECT_MESSAGE";

/** The domain that bounces come back to. */
export function MailFromCard({ proof, identity }: MailFromCardProps): ReactNode {
  const { name, kind, mail_from } = proof;
  const { value, change, save, saving } = useDraft({
    query: identityQuery(name),
    there: identity,
    part: draftOf,
    put: async ({ domain, onMxFailure }) =>
      await putMailFrom(name, { domain: domain.trim() || undefined, onMxFailure }),
    affects: [identitiesKey],
  });
  return (
    <Card
      title="MAIL FROM domain"
      beside={mail_from && <IdentityStatus status={mail_from.verification.status} />}
      description={`Where bounces come back to: a name in your own domain instead of Signet's. Its records appear ${kind === "domain" ? "under Records" : "above"}.`}
    >
      <SaveForm
        saving={saving}
        beside={
          mail_from !== undefined && (
            <Button variant="default" onClick={() => save({ ...value, domain: "" })}>
              Remove the domain
            </Button>
          )
        }
      >
        <TextInput
          label="Domain"
          placeholder={`bounce.${name.split("@").at(-1)}`}
          value={value.domain}
          onChange={(event) => change({ domain: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
        <RadioChoice
          label="While its MX record is not there"
          value={value.onMxFailure}
          options={{ USE_DEFAULT_VALUE: "use Signet's own name instead", REJECT_MESSAGE: "refuse to send" }}
          onChange={(onMxFailure) => change({ onMxFailure })}
        />
      </SaveForm>
    </Card>
  );
}

function draftOf({ MailFromAttributes }: Identity) {
  const { MailFromDomain: domain = "", BehaviorOnMxFailure } = MailFromAttributes ?? {};
  const onMxFailure: OnMxFailure = BehaviorOnMxFailure ?? "USE_DEFAULT_VALUE";
  return { domain, onMxFailure };
}
