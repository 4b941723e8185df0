import { readConfig } from "#config.ts";
import type { Options, OptionValues } from "./arguments.ts";
import { Failure } from "./failures.ts";
import { readSecret } from "./secret-option.ts";
import { Service, serviceUrl } from "./service.ts";
import type { Terminal } from "./terminal.ts";

/** What commands take that speak with a running service. */
export const serviceOptions = {
  url: {
    type: "string",
    value: "<url>",
    help: "the service (default: SIGNET_HTTP or SIGNET_PUBLIC_URL, else http://127.0.0.1:4579)",
  },
  "api-key": { type: "string", value: "<key>", help: "an API key, or @file to read it from" },
  region: { type: "string", value: "<region>", help: "the region (default: the service's SIGNET_REGION)" },
  json: { type: "boolean", help: "print what the service answered, as JSON" },
} as const satisfies Options;

/** Throws `Failure` for an URL or a file that cannot be used. */
export async function serviceOf(
  options: OptionValues<typeof serviceOptions>,
  { environment }: Pick<Terminal, "environment">,
): Promise<Service> {
  const isSet = (name: string) => (environment[name] ?? "").trim() !== "";
  const url = options.url === undefined ? serviceUrl(readConfig(environment), isSet) : readUrl(options.url);
  return new Service({
    url,
    apiKey: await readSecret("--api-key", options["api-key"]),
    region: options.region,
  });
}

function readUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new Failure(`--url ${text}: expected http://host:port or https://host.`);
}
