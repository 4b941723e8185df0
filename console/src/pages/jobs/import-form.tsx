import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { contactListQuery } from "#console/api/contacts.ts";
import { createImportJob, type ImportDestination, importJobsKey } from "#console/api/import-jobs.ts";
import { RadioChoice } from "#console/elements/radio-choice.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

type List = "suppression" | "contacts";
type Action = "PUT" | "DELETE";
type Format = "CSV" | "JSON";

/** Which list, what becomes of it, and the file that says so. */
export function ImportForm({ onStarted }: { readonly onStarted: (id: string) => void }): ReactNode {
  const { data: contacts } = useQuery(contactListQuery);
  const [list, setList] = useState<List>("suppression");
  const [action, setAction] = useState<Action>("PUT");
  const [format, setFormat] = useState<Format>("CSV");
  const [url, setUrl] = useState("");
  const contactList = contacts?.ContactListName;
  const start = useChange({
    change: async () =>
      await createImportJob({
        ImportDestination: destinationOf(list, action, contactList),
        ImportDataSource: { S3Url: url.trim(), DataFormat: format },
      }),
    affects: [importJobsKey],
    done: "It has begun",
    tellsFailure: false,
    after: onStarted,
  });
  return (
    <SaveForm saving={start} label="Start">
      <Select
        label="List"
        value={list}
        data={[
          { value: "suppression", label: "The suppression list" },
          ...(contactList === undefined ? [] : [{ value: "contacts", label: `Contacts: ${contactList}` }]),
        ]}
        onChange={(chosen) => setList(chosen === "contacts" ? "contacts" : "suppression")}
        allowDeselect={false}
      />
      <RadioChoice
        label="What becomes of it"
        value={action}
        options={{
          PUT: "what the file has is put on it, or changed there",
          DELETE: "what the file has is taken off it",
        }}
        onChange={setAction}
      />
      <TextInput
        label="File"
        description="One that Signet may read: SIGNET_AWS_IMPORTS names them."
        placeholder="s3://lists/gone.csv"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        required
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <FormChoice list={list} action={action} format={format} onChoose={setFormat} />
    </SaveForm>
  );
}

interface FormChoiceProps {
  readonly list: List;
  readonly action: Action;
  readonly format: Format;
  readonly onChoose: (format: Format) => void;
}

function FormChoice({ list, action, format, onChoose }: FormChoiceProps): ReactNode {
  return (
    <RadioChoice
      label="Form"
      value={format}
      options={{ CSV: csvInWords(list, action), JSON: "JSON: an object a line, with the members of SES" }}
      onChange={onChoose}
    />
  );
}

function destinationOf(list: List, action: Action, contactList = ""): ImportDestination {
  if (list === "suppression") {
    return { SuppressionListDestination: { SuppressionListImportAction: action } };
  }
  return { ContactListDestination: { ContactListName: contactList, ContactListImportAction: action } };
}

function csvInWords(list: List, action: Action): string {
  if (action === "DELETE") return "CSV: an address a line";
  return list === "suppression"
    ? "CSV: a line each, address,BOUNCE or address,COMPLAINT"
    : "CSV: a first line of names, such as emailAddress,unsubscribeAll, then a line each";
}
