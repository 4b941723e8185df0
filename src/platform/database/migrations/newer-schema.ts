import { version } from "#platform/version.ts";
import { neededVersions } from "./0085-needed-versions.ts";
import { migrations } from "./index.ts";

/** A newer version has taken something out of the database that this one cannot do without. */
export class NewerSchema extends Error {
  override readonly name = "NewerSchema";
}

/** Whether what was applied includes the column that says what is needed. */
export function saysWhatIsNeeded(applied: ReadonlySet<string>): boolean {
  return applied.has(neededVersions.name);
}

/** Throws `NewerSchema`. What newer versions have only added is of no consequence here. */
export function requireFitFor(needed: readonly { readonly name: string; readonly needs: string }[]): void {
  const ours = new Set(migrations.map(({ name }) => name));
  const beyond = needed.find(({ needs }) => !ours.has(needs));
  if (beyond === undefined) return;
  throw new NewerSchema(
    `A newer version of Signet has changed this database (${beyond.name}) so that this one, ${version()}, cannot work on it. ` +
      "Start the newer version again, or restore a backup from before it. Nothing was changed.",
  );
}
