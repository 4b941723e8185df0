import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Proof } from "#console/api/identities.ts";
import { RegisterForm } from "#console/pages/identities/register-form.tsx";
import { Step } from "./step.tsx";

interface RegisterStepProps {
  readonly identity: Proof | undefined;
  readonly onRegistered: (name: string) => void;
}

export function RegisterStep({ identity, onRegistered }: RegisterStepProps): ReactNode {
  if (identity !== undefined) {
    const kind = identity.kind === "domain" ? "domain" : "address";
    return (
      <Step
        number={1}
        title="Register who you send as"
        state="done"
        result={`The ${kind} ${identity.name}`}
      />
    );
  }
  return (
    <Step number={1} title="Register who you send as" state="now">
      <Text c="dimmed" mb="md" maw="40rem">
        A domain covers every address in it. Without one of your own, take any name: a local zone answers in
        its place, with real DNS packets.
      </Text>
      <RegisterForm onRegistered={onRegistered} />
    </Step>
  );
}
