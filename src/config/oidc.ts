import { ConfigError, type Readers } from "./readers.ts";

/** Who vouches for people who sign in, beside their passwords: an OpenID provider. */
export interface OidcChoice {
  readonly issuer: URL;
  readonly clientId: string;
  /** Undefined: the provider knows us as a public client, by PKCE alone. */
  readonly clientSecret: string | undefined;
  /** What people call the provider. */
  readonly providerName: string;
  /** Of which claim the value is the name of a user here. */
  readonly claim: string;
}

export function readOidc({ read, optional }: Readers, auth: "open" | "required"): OidcChoice | undefined {
  const issuer = optional("SIGNET_OIDC", readIssuer);
  const clientId = optional("SIGNET_OIDC_CLIENT_ID", readPrintable);
  const clientSecret = optional("SIGNET_OIDC_CLIENT_SECRET", readPrintable);
  const providerName = optional("SIGNET_OIDC_NAME", readPrintable);
  const claim = read("SIGNET_OIDC_CLAIM", "email", readPrintable);
  if (issuer === undefined) return undefined;
  if (clientId === undefined) {
    throw new ConfigError(
      "SIGNET_OIDC needs SIGNET_OIDC_CLIENT_ID: what the provider calls this installation, once it is registered there.",
    );
  }
  if (auth === "open") {
    throw new ConfigError("SIGNET_OIDC: nobody signs in where access is open. Set SIGNET_AUTH=required.");
  }
  return { issuer, clientId, clientSecret, providerName: providerName ?? issuer.host, claim };
}

/** OpenID Connect Discovery 1.0 §3: neither query nor fragment. Plain HTTP reaches private networks only. */
function readIssuer(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:\/\/[^@?#]+$/.test(text)) return url;
  throw new Error("expected the provider's issuer, such as https://id.example.com");
}

function readPrintable(text: string): string {
  if (/^[ -~]{1,1000}$/.test(text)) return text;
  throw new Error("expected printable ASCII, of 1,000 characters at most");
}
