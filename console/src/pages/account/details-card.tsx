import { Input, SegmentedControl, TagsInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { type Account, accountQuery, putDetails } from "#console/api/account.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useDraft } from "#console/elements/use-draft.ts";

interface Draft {
  readonly mailType: string;
  readonly website: string;
  readonly contacts: readonly string[];
}

/** Whom to tell, and what the mail is like. */
export function DetailsCard({ account }: { readonly account: Account }): ReactNode {
  const { value, change, saving } = useDraft({
    query: accountQuery,
    there: account,
    part: draftOf,
    put: async ({ mailType, website, contacts }, { Details }) =>
      await putDetails({
        ...Details,
        MailType: mailType,
        WebsiteURL: website.trim(),
        AdditionalContactEmailAddresses: contacts.length === 0 ? undefined : contacts,
      }),
  });
  return (
    <Card
      title="Contacts"
      description="They are told by mail when a domain is verified, has failed, or has lost its records."
    >
      <SaveForm saving={saving}>
        <Fields draft={value} onChange={change} />
      </SaveForm>
    </Card>
  );
}

function draftOf({ Details }: Account): Draft {
  const { MailType, WebsiteURL, AdditionalContactEmailAddresses } = Details ?? {};
  return {
    mailType: MailType ?? "TRANSACTIONAL",
    website: WebsiteURL ?? "",
    contacts: AdditionalContactEmailAddresses ?? [],
  };
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

function Fields({ draft, onChange }: FieldsProps): ReactNode {
  return (
    <>
      <TagsInput
        label="E-mail addresses"
        description="Up to four; Enter adds one."
        value={[...draft.contacts]}
        onChange={(contacts) => onChange({ contacts })}
        maxTags={4}
      />
      <TextInput
        label="Website"
        placeholder="https://shop.example"
        value={draft.website}
        onChange={(event) => onChange({ website: event.currentTarget.value })}
        required
        autoComplete="off"
      />
      <Input.Wrapper label="Kind of mail" labelElement="div">
        <SegmentedControl
          aria-label="Kind of mail"
          fullWidth
          value={draft.mailType}
          onChange={(mailType) => onChange({ mailType })}
          data={[
            { value: "TRANSACTIONAL", label: "Transactional" },
            { value: "MARKETING", label: "Marketing" },
          ]}
        />
      </Input.Wrapper>
    </>
  );
}
