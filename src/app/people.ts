import { SessionStore, Sessions, SignInAttemptStore, SignInAttempts } from "#features/sessions/index.ts";
import { PasswordHasher, SecondFactor, UserStore, Users } from "#features/users/index.ts";
import type { Clock } from "#platform/clock.ts";
import type { Database } from "#platform/database/open.ts";
import type { Random } from "#platform/random.ts";
import type { Secrets } from "#platform/secrets.ts";

/** Who may sign in, and who has. */
export function buildPeople(parts: {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
}) {
  const { database, random } = parts;
  const store = new UserStore(database);
  const sessionStore = new SessionStore(database);
  const hasher = new PasswordHasher(random);
  const secondFactor = new SecondFactor({ ...parts, store });
  const users = new Users({
    ...parts,
    store,
    hasher,
    changesToEndSessions: (id, except) => [sessionStore.endAllOf(id, except)],
  });
  const attempts = new SignInAttempts({ ...parts, store: new SignInAttemptStore(database) });
  const sessions = new Sessions({
    ...parts,
    store: sessionStore,
    users: store,
    hasher,
    secondFactor,
    attempts,
  });
  return { users, secondFactor, sessions };
}
