import { CallerError } from "#platform/errors.ts";
import { readPublicUrl, readRegion } from "./values.ts";

export const allRoles = ["api", "dns", "smtp", "workers"] as const;
/** A part of the service that a process may take on. */
export type Role = (typeof allRoles)[number];

export function readRoles(text: string): ReadonlySet<Role> {
  const names = text.split(",").map((name) => name.trim());
  return new Set(
    names.map((name) => {
      const role = allRoles.find((known) => known === name);
      if (role === undefined) throw new Error(`expected some of ${allRoles.join(",")}`);
      return role;
    }),
  );
}

/** Whether a process of these roles mails anybody a link. */
export function mailsLinks(roles: ReadonlySet<Role>): boolean {
  return roles.has("api") || roles.has("smtp") || roles.has("workers");
}

export function readRegions(text: string): readonly string[] {
  return text.split(",").map((region) => readRegion(region.trim()));
}

/** `eu-west-1=https://eu.mail.example.net,…` */
export function readCells(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(",").map((entry) => {
      const [, region, url] = /^([^=]+)=(.+)$/.exec(entry.trim()) ?? [];
      if (region === undefined || url === undefined) {
        throw new Error("expected region=URL, such as eu-west-1=https://eu.mail.example.net");
      }
      return [readRegion(region.trim()), readPublicUrl(url.trim())];
    }),
  );
}

/** A cell has a database of its own, and some regions are its. */
export class Cells {
  readonly #served: ReadonlySet<string> | undefined;
  readonly #others: ReadonlyMap<string, string>;

  /** Without `served`, every region is. `others`: the URL of the cell that serves it, by region. */
  constructor(served: readonly string[] | undefined, others: ReadonlyMap<string, string>) {
    this.#served = served && new Set(served);
    this.#others = others;
  }

  /** Empty: every region is. */
  get served(): readonly string[] {
    return [...(this.#served ?? [])];
  }

  serves(region: string): boolean {
    return this.#served?.has(region) ?? true;
  }

  /** Throws `other-cell`, and says which one to ask where that is known. */
  requireServed(region: string): void {
    if (this.serves(region)) return;
    const url = this.#others.get(region);
    const served = this.served.join(", ");
    throw new CallerError(
      "other-cell",
      url === undefined
        ? `The region ${region} is not served here. This cell serves ${served}.`
        : `The region ${region} is not served here but at ${url}.`,
      url === undefined ? [] : [{ path: "region", message: url }],
    );
  }
}
