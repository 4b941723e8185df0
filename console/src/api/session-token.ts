// What every change by a signed-in user carries, beside the cookie that no script can read.
import { personOf, type Session } from "./answered-session.ts";

/** A token, and whose session it is of. */
export interface SignedIn {
  readonly token: string | undefined;
  readonly person: string | undefined;
}

let current: SignedIn = { token: undefined, person: undefined };

export function signedIn(): SignedIn {
  return current;
}

export function rememberSignedIn(session: Session): void {
  current = { token: session.csrf_token, person: personOf(session) };
}

/**
 * Takes on the token of a session that the same person has begun in another tab, after a call with the old one was refused. False where
 * there is none: another person's cookie must not do what was meant by this one.
 */
export function renewToken(refused: SignedIn, session: Session): boolean {
  const isNew = session.csrf_token !== undefined && session.csrf_token !== refused.token;
  if (!isNew || personOf(session) !== refused.person) return false;
  rememberSignedIn(session);
  return true;
}
