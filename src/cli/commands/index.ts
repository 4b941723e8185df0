import type { Command } from "#cli/command.ts";
import { accountCommands } from "./account/index.ts";
import { acmeRetry } from "./acme-retry.ts";
import { certificateCommands } from "./certificates/index.ts";
import { dnsCommands } from "./dns/index.ts";
import { doctor } from "./doctor.ts";
import { exportDatabase } from "./export.ts";
import { identityCommands } from "./identity/index.ts";
import { importDatabase } from "./import.ts";
import { keyCommands } from "./keys/index.ts";
import { migrate } from "./migrate.ts";
import { serve } from "./serve.ts";
import { smtpPassword } from "./smtp-password.ts";
import { userCommands } from "./users/index.ts";
import { zone } from "./zone.ts";

/** Everything that `signet` does, in the order of its help. */
export const commands: readonly Command[] = [
  serve,
  ...identityCommands,
  ...dnsCommands,
  ...certificateCommands,
  ...userCommands,
  ...keyCommands,
  ...accountCommands,
  smtpPassword,
  zone,
  acmeRetry,
  doctor,
  migrate,
  exportDatabase,
  importDatabase,
];
