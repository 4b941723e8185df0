import type { StatusChange } from "./status-change.ts";

export interface Notice {
  readonly subject: string;
  readonly text: string;
}

/** What a domain's owner is told of a change; undefined for one that needs no word. */
export function noticeOf(change: StatusChange, region: string): Notice | undefined {
  const { identity, subject, before, after } = change;
  if (before === after) return undefined;
  const { name } = identity;
  return subject === "dkim"
    ? dkimNotice({ name, region, before, after })
    : mailFromNotice({ name: identity.mailFrom?.domain ?? name, region, before, after });
}

interface About extends Pick<StatusChange, "before" | "after"> {
  readonly name: string;
  readonly region: string;
}

const look = (name: string) =>
  `\n\nWhat was seen at each name server, and what to publish: signet identity show ${name}\n`;

function dkimNotice({ name, region, before, after }: About): Notice | undefined {
  switch (after) {
    case "success":
      return {
        subject: `DKIM setup SUCCESS for ${name} in ${region}`,
        text: `The DKIM records of ${name} have been found. The domain is verified in ${region}, and what it sends is signed.\n`,
      };
    case "failed":
      return {
        subject: `DKIM setup FAILURE for ${name} in ${region}`,
        text:
          before === "temporary-failure"
            ? `The DKIM records of ${name} have been missing for 72 hours. The domain is no longer verified in ${region} and may not send. Publish the records and set DKIM up again.${look(name)}`
            : `The DKIM records of ${name} were not found within 72 hours. The domain is not verified in ${region}. Publish the records and set DKIM up again, or delete the identity and create it anew.${look(name)}`,
      };
    case "temporary-failure":
      return {
        subject: `DKIM records missing for ${name} in ${region}`,
        text: `The DKIM records of ${name} can no longer be found. They are looked for during 72 hours; then the domain may no longer send in ${region}. Publish them again.${look(name)}`,
      };
    case "pending":
    case "not-started":
      return undefined;
  }
}

function mailFromNotice({ name, region, after }: About): Notice | undefined {
  switch (after) {
    case "failed":
      return {
        subject: `MAIL FROM domain setup FAILURE for ${name} in ${region}`,
        text: `The MX record of the MAIL FROM domain ${name} was not found within 72 hours. Publish exactly one MX record as it was shown, and set the MAIL FROM domain again.\n`,
      };
    case "temporary-failure":
      return {
        subject: `MAIL FROM domain record missing for ${name} in ${region}`,
        text: `The MX record of the MAIL FROM domain ${name} can no longer be found. It is looked for during 72 hours. Publish it again.\n`,
      };
    case "success":
    case "pending":
    case "not-started":
      return undefined;
  }
}
