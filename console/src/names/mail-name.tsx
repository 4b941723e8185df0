import type { ReactNode } from "react";
import { inLetters } from "./in-letters.ts";
import classes from "./mail-name.module.css";

/** A domain or an address. Where its A-labels stand for letters, in these, with what is really asked for beside it. */
export function MailName({ name }: { readonly name: string }): ReactNode {
  const letters = inLetters(name);
  if (letters === undefined) return <bdi>{name}</bdi>;
  return (
    <>
      <bdi>{letters}</bdi> <bdi className={classes["ascii"]}>{name}</bdi>
    </>
  );
}

/** Several, with commas between. */
export function MailNames({ names }: { readonly names: readonly string[] }): ReactNode {
  return names.map((name, at) => (
    <span key={name}>
      {at > 0 && ", "}
      <MailName name={name} />
    </span>
  ));
}
