import type { Issuance } from "./issuance.ts";

interface Notice {
  readonly subject: string;
  readonly text: string;
}

/** What the operator is told when attempts fail one after the other. */
export function failedNotice(
  { certificate, trouble, dueAt }: Pick<Issuance, "certificate" | "trouble" | "dueAt">,
  [name]: readonly string[],
): Notice {
  const shown =
    certificate === undefined
      ? "Until there is one, mail programs are shown a certificate that vouches for itself."
      : `The one that is shown is valid until ${day(certificate.validUntil)}.`;
  return {
    subject: `No certificate for ${name}`,
    text: `The authority was asked for a certificate for ${name} several times, and there is none:\n\n${trouble?.reason}\n\n${shown} It is tried again by itself, next at ${new Date(dueAt).toISOString()}. What is known now: signet doctor\n`,
  };
}

/** And when there is one after all. */
export function arrivedNotice(
  { certificate }: Pick<Issuance, "certificate">,
  [name]: readonly string[],
): Notice {
  const until = certificate === undefined ? "" : `, valid until ${day(certificate.validUntil)}`;
  return {
    subject: `A certificate for ${name} again`,
    text: `There is a certificate for ${name}${until}.\n`,
  };
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
