import type { Kysely } from "kysely";
import type { Owner } from "#platform/owner.ts";
import type { Tables } from "./tables/index.ts";

type Kind = Tables["resource_counts"]["kind"];

/** One more of a kind, unless the limit is reached: then no row changes. */
export function oneMore(
  build: Kysely<Tables>,
  { account, region, limit }: Owner & { readonly limit: number },
  kind: Kind,
) {
  return build
    .insertInto("resource_counts")
    .values({ account, region, kind, n: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["account", "region", "kind"])
        .doUpdateSet((expression) => ({ n: expression("resource_counts.n", "+", 1) }))
        .where("resource_counts.n", "<", limit),
    );
}

export function oneFewer(build: Kysely<Tables>, { account, region }: Owner, kind: Kind) {
  return build
    .updateTable("resource_counts")
    .set((expression) => ({ n: expression("n", "-", 1) }))
    .where((row) => row.and({ account, region, kind }));
}
