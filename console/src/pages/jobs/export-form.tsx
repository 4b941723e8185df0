import { Select, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { createExportJob, exportJobsKey } from "#console/api/export-jobs.ts";
import { RadioChoice } from "#console/elements/radio-choice.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { type ExportWish, exportRequest } from "./export-request.ts";

const usual: ExportWish = {
  what: "messages",
  days: 7,
  to: "",
  subject: "",
  state: "",
  by: "EMAIL_IDENTITY",
  format: "CSV",
};

/** What is wanted in the file, of which time, and in which form. */
export function ExportForm({ onStarted }: { readonly onStarted: (id: string) => void }): ReactNode {
  const [wish, setWish] = useState(usual);
  const choose = (change: Partial<ExportWish>) => setWish((before) => ({ ...before, ...change }));
  const start = useChange({
    change: async () => await createExportJob(exportRequest(wish, Date.now())),
    affects: [exportJobsKey],
    done: "It has begun",
    tellsFailure: false,
    after: onStarted,
  });
  return (
    <SaveForm saving={start} label="Start">
      <RadioChoice
        label="What"
        value={wish.what}
        options={{
          messages: "messages: a line for each recipient, the newest 10,000",
          metrics: "metrics: how many were sent, delivered, returned, opened",
        }}
        onChange={(what) => choose({ what })}
      />
      <Select
        label="Of the last"
        value={String(wish.days)}
        data={[
          { value: "1", label: "24 hours" },
          { value: "7", label: "7 days" },
          { value: "30", label: "30 days" },
        ]}
        onChange={(days) => choose({ days: Number(days) })}
        allowDeselect={false}
      />
      {wish.what === "messages" ? (
        <WhichMessages wish={wish} choose={choose} />
      ) : (
        <ByWhat wish={wish} choose={choose} />
      )}
      <RadioChoice
        label="Form"
        value={wish.format}
        options={{ CSV: "CSV, for spreadsheets", JSON: "JSON" }}
        onChange={(format) => choose({ format })}
      />
    </SaveForm>
  );
}

interface PartProps {
  readonly wish: ExportWish;
  readonly choose: (change: Partial<ExportWish>) => void;
}

function WhichMessages({ wish, choose }: PartProps): ReactNode {
  return (
    <>
      <TextInput
        label="Recipient"
        description="Letter by letter; an asterisk at an end stands for anything."
        placeholder="*@example.com"
        value={wish.to}
        onChange={(event) => choose({ to: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
      />
      <TextInput
        label="Subject"
        placeholder="Hello*"
        value={wish.subject}
        onChange={(event) => choose({ subject: event.currentTarget.value })}
        autoComplete="off"
      />
      <Select
        label="How far they came"
        value={wish.state}
        data={[
          { value: "", label: "All" },
          { value: "SEND", label: "Accepted, and no more yet" },
          { value: "DELIVERY", label: "Delivered" },
          { value: "PERMANENT_BOUNCE", label: "Returned for good" },
          { value: "TRANSIENT_BOUNCE", label: "Returned for now" },
          { value: "COMPLAINT", label: "Complained of" },
        ]}
        onChange={(state) => choose({ state: (state ?? "") as ExportWish["state"] })}
        allowDeselect={false}
      />
    </>
  );
}

function ByWhat({ wish, choose }: PartProps): ReactNode {
  return (
    <Select
      label="A line for each"
      value={wish.by}
      data={[
        { value: "EMAIL_IDENTITY", label: "Identity" },
        { value: "CONFIGURATION_SET", label: "Configuration set" },
        { value: "ISP", label: "Mailbox provider" },
        { value: "TENANT_NAME", label: "Tenant" },
      ]}
      onChange={(by) => choose({ by: by as ExportWish["by"] })}
      allowDeselect={false}
    />
  );
}
