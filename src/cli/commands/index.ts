import type { Command } from "#cli/command.ts";
import { dnsCommands } from "./dns/index.ts";
import { identityCommands } from "./identity/index.ts";

/** Everything that `signet` does, in the order of its help. */
export const commands: readonly Command[] = [...identityCommands, ...dnsCommands];
