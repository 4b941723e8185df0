import { type DestinationStream, pino } from "pino";

/** Structured logs: one JSON object a line. Never an address, a secret or a body: ids instead. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const secretMembers = [
  "authorization",
  "*.authorization",
  "secret",
  "*.secret",
  "privateKey",
  "*.privateKey",
];
/** Where errors of PostgreSQL repeat the row. */
const rowMembers = ["err.detail", "err.where", "err.internalQuery"];

export function openLog(destination: DestinationStream): Log {
  return pino(
    { base: null, redact: { paths: [...secretMembers, ...rowMembers], censor: "[redacted]" } },
    destination,
  );
}
