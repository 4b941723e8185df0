// What every change by a signed-in user carries, beside the cookie that no script can read.
import { personOf, type Session } from "./answered-session.ts";

let token: string | undefined;
let whose: string | undefined;

export function csrfToken(): string | undefined {
  return token;
}

export function rememberCsrfToken(session: Session): void {
  token = session.csrf_token;
  whose = personOf(session);
}

/**
 * Takes on the token of a session that the same person has begun in another tab. False where there is none: another
 * person's cookie must not do what was meant by this one.
 */
export function renewCsrfToken(session: Session): boolean {
  const isNew = session.csrf_token !== undefined && session.csrf_token !== token;
  if (!isNew || personOf(session) !== whose) return false;
  token = session.csrf_token;
  return true;
}
