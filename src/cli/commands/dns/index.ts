import type { Command } from "#cli/command.ts";
import { behave } from "./behave.ts";
import { deleteRecords } from "./delete.ts";
import { listRecords } from "./list.ts";
import { setRecord } from "./set.ts";

export const dnsCommands: readonly Command[] = [setRecord, deleteRecords, listRecords, behave];
