import { Button, Divider, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import type { Provider } from "#console/api/answered-session.ts";
import { SignInForm } from "./sign-in-form.tsx";
import classes from "./sign-in-page.module.css";

interface SignInAgainProps {
  readonly name: string;
  readonly provider: Provider | null;
}

/** Above pages whose session has ended. They are out of sight and out of reach meanwhile, also what is open above them. */
export function SignInAgain({ name, provider }: SignInAgainProps): ReactNode {
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // The name is there already.
    dialog.current?.querySelector<HTMLInputElement>("input[type=password]")?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classes["again"]}
      aria-labelledby={title}
      onCancel={(event) => event.preventDefault()}
    >
      <div className={classes["page"]}>
        <SignInForm name={name} others={provider !== null && <InAnotherTab provider={provider} />}>
          <Title order={1} id={title}>
            Sign in again
          </Title>
          <Text c="dimmed" mt={4}>
            Your session has ended. What you were writing is still here.
          </Text>
        </SignInForm>
      </div>
    </dialog>
  );
}

/** This one would lose what is still there. */
function InAnotherTab({ provider }: { readonly provider: Provider }): ReactNode {
  return (
    <>
      <Divider label="or" />
      <Button component="a" href={provider.url} target="_blank" variant="default" size="md" fullWidth>
        Sign in with {provider.name} in a new tab
      </Button>
    </>
  );
}
