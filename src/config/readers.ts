/** A value that cannot be used: which, and what would do. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;
export type Readers = ReturnType<typeof readersOf>;

export function readersOf(environment: Environment) {
  const read = <T>(name: string, fallback: string, parse: (text: string) => T): T => {
    const text = environment[name]?.trim() || fallback;
    try {
      return parse(text);
    } catch (error) {
      throw new ConfigError(
        `${name}=${withoutSecrets(name, text)}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  const optional = <T>(name: string, parse: (text: string) => T): T | undefined =>
    environment[name]?.trim() ? read(name, "", parse) : undefined;
  return { read, optional };
}

const secret: ReadonlySet<string> = new Set([
  "SIGNET_MASTER_KEY",
  "SIGNET_BLOCKLISTS",
  "SIGNET_ACME_EAB",
  "SIGNET_OIDC_CLIENT_SECRET",
]);

/** This text ends in a log. A URL may hold a password, which may hold anything. */
function withoutSecrets(name: string, text: string): string {
  if (secret.has(name)) return "***";
  return text.replace(/:.*@/s, "://***@").replace(/(password=)[^\s&]*/gi, "$1***");
}
