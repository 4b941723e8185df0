import type { Command } from "#cli/command.ts";
import { setAccount } from "./set.ts";
import { showAccount } from "./show.ts";

export const accountCommands: readonly Command[] = [showAccount, setAccount];
