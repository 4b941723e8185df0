import { type Form, formText, InputFault, readForm } from "#servers/api/wire/index.ts";

/** A call in AWS's Query protocol. */
export interface QueryCall {
  readonly action: string;
  /** Of the service's API: by it they are told apart, all being posted to `/`. */
  readonly version: string;
  readonly form: Form;
}

export const olderSesVersion = "2010-12-01";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Out of the body, or the query, where clients from before SDKs put it. Undefined: it is none.
 *
 * @throws InputFault
 */
export function readQueryCall(body: Uint8Array, query: string): QueryCall | undefined {
  const form = readForm(body.length > 0 ? textOf(body) : query);
  const action = formText(form, "Action") ?? "";
  // The older API of SES takes one without a version, and old clients send that.
  const version = formText(form, "Version") ?? olderSesVersion;
  return /^\w{1,128}$/.test(action) ? { action, version, form } : undefined;
}

function textOf(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    const message = "The form is not valid UTF-8";
    throw new InputFault("serialization", [{ path: "", message, awsMessage: message }]);
  }
}
