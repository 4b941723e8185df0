import { Autocomplete, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSession } from "#console/api/session.ts";
import { topicsQuery } from "#console/api/topics.ts";
import type { DraftProps } from "./destination-draft.ts";
import { DimensionFields } from "./dimension-fields.tsx";

/** Where the events go, by the kind of destination. */
export function TargetFields({ draft, onChange }: DraftProps): ReactNode {
  const { region } = useSession();
  switch (draft.kind) {
    case "sns":
      return <TopicField draft={draft} onChange={onChange} />;
    case "firehose":
      return (
        <>
          <ArnField
            label="ARN of the delivery stream"
            placeholder={`arn:aws:firehose:${region}:111122223333:deliverystream/mail`}
            value={draft.streamArn}
            onChange={(streamArn) => onChange({ streamArn })}
          />
          <ArnField
            label="ARN of the role"
            description="Kept and shown, and not assumed: the operator's own credentials are used."
            placeholder="arn:aws:iam::111122223333:role/ses-to-firehose"
            value={draft.roleArn}
            onChange={(roleArn) => onChange({ roleArn })}
          />
        </>
      );
    case "eventbridge":
      return (
        <ArnField
          label="ARN of the default event bus"
          placeholder={`arn:aws:events:${region}:111122223333:event-bus/default`}
          value={draft.busArn}
          onChange={(busArn) => onChange({ busArn })}
        />
      );
    case "cloudwatch":
      return <DimensionFields draft={draft} onChange={onChange} />;
  }
}

function TopicField({ draft, onChange }: DraftProps): ReactNode {
  const topics = useQuery(topicsQuery);
  return (
    <Autocomplete
      label="ARN of the topic"
      description={
        <>
          One of Signet's own (made under <Link to="/events">Topics and webhooks</Link>), or one of SNS that
          the operator has named.
        </>
      }
      placeholder="arn:aws:sns:…"
      value={draft.topicArn}
      data={(topics.data ?? []).map(({ arn }) => arn)}
      onChange={(topicArn) => onChange({ topicArn })}
      required
      spellCheck={false}
    />
  );
}

interface ArnFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (arn: string) => void;
}

function ArnField({ onChange, ...field }: ArnFieldProps): ReactNode {
  return (
    <TextInput
      {...field}
      required
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
