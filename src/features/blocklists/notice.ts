interface Notice {
  readonly subject: string;
  readonly text: string;
}

interface About {
  readonly address: string;
  readonly list: string;
}

/** What the operator is told when an address has come onto a list. */
export function listedNotice({ address, list }: About, description: string | undefined): Notice {
  const words = description === undefined ? "" : `\n\nThe list says: ${description}`;
  return {
    subject: `${address} is listed by ${list}`,
    text: `The DNS blocklist ${list} lists ${address}, which mail leaves from. Receivers that heed it refuse that mail.${words}\n\nFind out what was sent and stop it before you ask the list to remove the address. What is known now: signet doctor\n`,
  };
}

/** And when it is there no more. */
export function removedNotice({ address, list }: About): Notice {
  return {
    subject: `${address} is no longer listed by ${list}`,
    text: `The DNS blocklist ${list} does not list ${address} any more.\n`,
  };
}
