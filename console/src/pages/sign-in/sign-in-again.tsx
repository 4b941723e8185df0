import { Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { SignInForm } from "./sign-in-form.tsx";
import classes from "./sign-in-page.module.css";

/** Above pages whose session has ended. They are out of sight and out of reach meanwhile, also what is open above them. */
export function SignInAgain({ name }: { readonly name: string }): ReactNode {
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
        <SignInForm name={name}>
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
