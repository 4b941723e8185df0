import type { Command } from "#cli/command.ts";
import { checkIdentity } from "./check.ts";
import { createIdentity } from "./create.ts";
import { deleteIdentity } from "./delete.ts";
import { showDmarcReports } from "./dmarc.ts";
import { listIdentities } from "./list.ts";
import { resendVerification } from "./resend.ts";
import { rotateKeys } from "./rotate.ts";
import { showIdentity } from "./show.ts";
import { watchIdentity } from "./watch.ts";

export const identityCommands: readonly Command[] = [
  createIdentity,
  showIdentity,
  listIdentities,
  watchIdentity,
  checkIdentity,
  resendVerification,
  rotateKeys,
  showDmarcReports,
  deleteIdentity,
];
