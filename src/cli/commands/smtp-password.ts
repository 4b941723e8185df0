import { command } from "#cli/command.ts";
import { Failure } from "#cli/failures.ts";
import { storageText } from "#cli/storage-text.ts";
import { regionOf } from "#cli/store-options.ts";
import { useStore } from "#cli/use-store.ts";
import { readConfig } from "#config.ts";
import { deriveSmtpPassword } from "#features/access-keys/index.ts";

export const smtpPassword = command({
  words: "smtp-password",
  summary: "print the SMTP password that belongs to an access key; the user name is the key's id",
  notes:
    "Works on the store itself, also while the service runs. The password is that of the region, as with AWS.",
  operands: { id: "one" },
  options: {
    region: {
      type: "string",
      value: "<region>",
      help: "whose identities it sends from (default: SIGNET_REGION)",
    },
  },
  async run({ operands: { id }, options }, terminal) {
    const config = readConfig(terminal.environment);
    const region = regionOf(options, config, "smtp-password");
    const key = await useStore(terminal, async ({ accessKeys }) => await accessKeys.findAccessKey(id));
    if (key === undefined || key.revoked) {
      throw new Failure(
        `There is no access key ${id} in force. 'signet keys list' shows those there are. (Looked for in ${storageText(config)}; a service that runs elsewhere has its own: SIGNET_DATA, SIGNET_DATABASE_URL.)`,
      );
    }
    terminal.out(deriveSmtpPassword(key.secret, region));
  },
});
