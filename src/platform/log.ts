import { type DestinationStream, pino } from "pino";

/** Structured logs: one JSON object a line. Never an address, a secret or a body: ids instead. */
export interface Log {
  /** What went as it should: there only where somebody wants to read it, `log.debug?.(…)`. */
  readonly debug?: ((fields: object, message: string) => void) | undefined;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

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

export function openLog(destination: DestinationStream, level: LogLevel = "info"): Log {
  const log = pino(
    { level, base: null, redact: { paths: [...secretMembers, ...rowMembers], censor: "[redacted]" } },
    destination,
  );
  return {
    debug: level === "debug" ? log.debug.bind(log) : undefined,
    info: log.info.bind(log),
    warn: log.warn.bind(log),
    error: log.error.bind(log),
  };
}
