/** The command line was not understood; `usage` is the command to ask for help. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly usage: string;

  constructor(message: string, usage: string) {
    super(message);
    this.usage = usage;
  }
}

/** What was asked could not be done, for a reason that a person can read. Exit code 1. */
export class Failure extends Error {
  override readonly name = "Failure";
}

export const exitCodes = {
  done: 0,
  failed: 1,
  misused: 2,
  identityFailed: 3,
  /** `EX_CONFIG` of sysexits(3): to start again is of no use before somebody has set something right. */
  misconfigured: 78,
  interrupted: 130,
} as const;
