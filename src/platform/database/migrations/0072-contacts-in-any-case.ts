import { domainToASCII } from "node:url";
import type { Cell, ColumnTypes, Migration, Rewriting } from "./migration.ts";

const key = "account, region, list, address";
const content = "preferences, unsubscribed_from_all, attributes, created_at, updated_at";
/** So many that their values fit into one statement of either engine. */
const atOnce = 200;

/** Contacts were once told apart by the case of their domain, and by whether it is written in Unicode or as A-labels. */
export const contactsInAnyCase: Migration = {
  name: "0072-contacts-in-any-case",
  statements: () => ["create index contacts_in_any_case on contacts (lower(address))"],
  rewriting,
};

interface Entry {
  readonly row: Readonly<Record<string, Cell>>;
  readonly address: string;
  readonly said: Readonly<Record<string, string>>;
  readonly hasLeftAll: boolean;
}

function* rewriting(types: ColumnTypes): Rewriting {
  const some = yield { sql: "select 1 as there from contacts limit 1", values: [] };
  if (some.length === 0) return;
  // Nothing is known of the new index yet. (A table that is known to be empty would be read whole, without it, as it grows.)
  if (types.engine === "postgres") yield { sql: "analyze contacts", values: [] };
  const rows = [...(yield { sql: spelledTwice, values: [] })];
  for (const row of yield { sql: inUnicode(types), values: [] }) {
    // The same in A-labels may be there just once, or not at all.
    const values = [row["account"], row["region"], row["list"], nameOf(row).toLowerCase()] as Cell[];
    // So that SQLite does not take the index of the key, and read the whole list.
    const others = "account || '' = ? and region || '' = ? and list || '' = ?";
    const sql = `select * from contacts where ${others} and lower(address) = ?`;
    rows.push(row, ...(yield { sql, values }));
  }
  const wrong = [...entriesOfOne(rows)].filter(
    ([kept, ...others]) => kept !== undefined && (others.length > 0 || nameOf(kept.row) !== kept.address),
  );
  for (let at = 0; at < wrong.length; at += atOnce) {
    const these = wrong.slice(at, at + atOnce);
    const gone = these.flat().map(({ row }) => keyOf(row));
    yield { sql: `delete from contacts where (${key}) in (values ${lists(gone)})`, values: gone.flat() };
    const kept = these.map(together);
    yield { sql: `insert into contacts (${key}, ${content}) values ${lists(kept)}`, values: kept.flat() };
  }
}

function lists(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `(${row.map(() => "?").join(", ")})`).join(", ");
}

/** In one pass, whatever is known of the table: PostgreSQL was not done in minutes where it was joined with itself. */
const spelledTwice = `select ${key}, ${content} from (
  select contacts.*, count(*) over (partition by account, region, list, lower(address)) as spellings from contacts
  ) as each_one where spellings > 1`;

function inUnicode({ engine }: ColumnTypes): string {
  return `select * from contacts where address ${engine === "sqlite" ? "glob '*[^ -~]*'" : "~ '[^ -~]'"}`;
}

/** The entries of each address; first the one that stays. */
function* entriesOfOne(rows: readonly Readonly<Record<string, Cell>>[]): Generator<readonly Entry[]> {
  const distinct = new Map(rows.map((row) => [JSON.stringify(keyOf(row)), row]));
  const byName = Map.groupBy(distinct.values(), (row) => {
    const [account, region, list] = keyOf(row);
    const name = nameOf(row);
    const at = name.lastIndexOf("@");
    return JSON.stringify([account, region, list, name.slice(0, at), name.slice(at).toLowerCase()]);
  });
  for (const ofOne of byName.values()) {
    // A process of the version before asks for one spelling: for that of who has left, if it can be.
    yield ofOne
      .map(toEntry)
      .toSorted(
        (one, other) =>
          Number(hasLeft(other)) - Number(hasLeft(one)) ||
          Number(one.row["created_at"]) - Number(other.row["created_at"]),
      );
  }
}

function toEntry(row: Readonly<Record<string, Cell>>): Entry {
  return {
    row,
    address: String(row["address"]),
    said: JSON.parse(String(row["preferences"])) as Record<string, string>,
    hasLeftAll: Number(row["unsubscribed_from_all"]) === 1,
  };
}

function hasLeft({ said, hasLeftAll }: Entry): boolean {
  return hasLeftAll || Object.values(said).includes("OPT_OUT");
}

/** The one row of an address. Who left under one spelling has left. */
function together(entries: readonly Entry[]): Cell[] {
  const [kept] = entries;
  if (kept === undefined) return [];
  const [account = null, region = null, list = null] = keyOf(kept.row);
  const byAge = entries.toSorted(
    (one, other) => Number(one.row["updated_at"]) - Number(other.row["updated_at"]),
  );
  const all = byAge.flatMap(({ said }) => Object.entries(said));
  const left = all.filter(([, status]) => status === "OPT_OUT");
  return [
    account,
    region,
    list,
    nameOf(kept.row),
    JSON.stringify({ ...Object.fromEntries(all), ...Object.fromEntries(left) }),
    entries.some(({ hasLeftAll }) => hasLeftAll) ? 1 : 0,
    byAge.findLast(({ row }) => row["attributes"] !== null)?.row["attributes"] ?? null,
    Math.min(...entries.map(({ row }) => Number(row["created_at"]))),
    Math.max(...entries.map(({ row }) => Number(row["updated_at"]))),
  ];
}

function keyOf(row: Readonly<Record<string, Cell>>): Cell[] {
  return key.split(", ").map((column) => row[column] ?? null);
}

/** As it was given, but with an internationalised domain as A-labels. What is none stays. */
function nameOf(row: Readonly<Record<string, Cell>>): string {
  const address = String(row["address"]);
  const at = address.lastIndexOf("@") + 1;
  const domain = address.slice(at);
  if (!/[^ -~]/.test(domain)) return address;
  const ascii = domainToASCII(domain.toLowerCase());
  return ascii === "" ? address : address.slice(0, at) + ascii;
}
