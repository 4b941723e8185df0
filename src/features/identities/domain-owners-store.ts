import type { Database } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";

export interface OwnedDomain {
  readonly owner: Owner;
  readonly domain: string;
}

/** Far more than share a domain. */
const mostOwners = 100;

/** Whose domains are, in whichever account and region. */
export class DomainOwnersStore {
  readonly #database: Pick<Database, "read" | "build">;

  constructor(database: Pick<Database, "read" | "build">) {
    this.#database = database;
  }

  /** By proof, also where its records are missing just now. */
  async ofProven(domains: readonly string[]): Promise<OwnedDomain[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("identities")
        .select(["account", "region", "name"])
        .where("name", "in", domains)
        .where("kind", "=", "domain")
        .where("verification_status", "in", ["success", "temporary-failure"])
        .limit(mostOwners)
        .compile(),
    );
    return rows.map(({ account, region, name }) => ({ owner: { account, region }, domain: name }));
  }

  /** Whether a domain is verified in other accounts only, in whichever region. */
  async isOthersDomain(account: string, domain: string): Promise<boolean> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("identities")
        .select("account")
        .distinct()
        .where("name", "=", domain)
        .where("kind", "=", "domain")
        .where("verification_status", "=", "success")
        .compile(),
    );
    return rows.length > 0 && rows.every((row) => row.account !== account);
  }
}
