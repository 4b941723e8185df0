import { type Config, isOwnMachine } from "#config.ts";
import { readDomain } from "#protocols/address/domain.ts";

/** Of the host that mail comes back to. */
export function inboundName({ zone, region }: Pick<Config, "zone" | "region">): string {
  return `feedback-smtp.${region}.${zone}`;
}

/** Of the host where messages are submitted. */
export function submissionName({ zone, region }: Pick<Config, "zone" | "region">): string {
  return `email-smtp.${region}.${zone}`;
}

type Named = Pick<Config, "zone" | "region" | "cells" | "publicUrl">;

/** Of all that listens here, as others know it: what a certificate is to be for. The first is the name that mail is submitted to. */
export function listenerNames({ zone, region, cells, publicUrl }: Named): readonly string[] {
  const regions = [...new Set([region, ...cells.served])];
  const names = [
    ...regions.map((one) => submissionName({ zone, region: one })),
    zone,
    `mx.${zone}`,
    ...regions.map((one) => inboundName({ zone, region: one })),
    ...(publicUrl === undefined ? [] : publicNames(new URL(publicUrl))),
  ];
  return [...new Set(names)];
}

/** An authority vouches for names in the world alone. */
function publicNames(url: URL): string[] {
  const reading = readDomain(url.hostname);
  return reading.ok && reading.labels > 1 && !isOwnMachine(url) ? [reading.name] : [];
}
