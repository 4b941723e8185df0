import type { Command } from "#cli/command.ts";
import { deleteCertificate } from "./delete.ts";
import { importCertificate } from "./import.ts";
import { listCertificates } from "./list.ts";

export const certificateCommands: readonly Command[] = [
  importCertificate,
  listCertificates,
  deleteCertificate,
];
