import type { Config } from "#config.ts";

/** Of the host that mail comes back to. */
export function inboundName({ zone, region }: Pick<Config, "zone" | "region">): string {
  return `feedback-smtp.${region}.${zone}`;
}

/** Of the host where messages are submitted. */
export function submissionName({ zone, region }: Pick<Config, "zone" | "region">): string {
  return `email-smtp.${region}.${zone}`;
}
