import type { Reply } from "#protocols/dns/client/read-reply.ts";
import { parentOf } from "#protocols/dns/name.ts";
import type { RecordType } from "#protocols/dns/record.ts";
import { type Expectation, expectedType } from "./expectation.ts";
import { aliasAt, exchangesAt } from "./judge.ts";
import { textsAt } from "./key-finding.ts";

/** By a wildcard (RFC 4592), with the same for every name; or by a DNAME (RFC 6672), which leads each name elsewhere. */
export interface MadeUp {
  readonly by: "wildcard" | "dname";
  readonly type: RecordType;
  readonly value: string;
}

/** Asks one server that speaks for the zone. */
export type Ask = (name: string, type: RecordType) => Promise<Reply | undefined>;

/** Beside the record that is due; nobody has chosen this name, so what stands there was made up. */
const stranger = "signet-looks-for-a-wildcard";

/** Whether a stranger's name is answered like the expected one: then the owner looks in vain for the record that is seen. */
export async function findMadeUp(
  expectation: Expectation,
  reply: Reply,
  ask: Ask,
): Promise<MadeUp | undefined> {
  const { name } = expectation;
  const beside = `${stranger}.${parentOf(name) ?? ""}`;
  const due = expectedType(expectation);
  const target = aliasAt(reply, name);
  const seen = target === undefined ? due : "CNAME";
  const here = valuesAt(reply, name, seen);
  if (here.length > 0) {
    const there = await ask(beside, due);
    const alias = there && aliasAt(there, beside);
    if (target !== undefined && alias !== undefined && target !== alias && sameBut(target, name, alias)) {
      return { by: "dname", type: "CNAME", value: target };
    }
    return wildcard(seen, here, there && valuesAt(there, beside, seen));
  }
  if (expectation.kind !== "dkim-cname") return undefined;
  for (const type of ["TXT", "A", "AAAA"] as const) {
    const own = await ask(name, type);
    const values = own === undefined ? [] : valuesAt(own, name, type);
    if (values.length === 0) continue;
    const there = await ask(beside, type);
    return wildcard(type, values, there && valuesAt(there, beside, type));
  }
  return undefined;
}

/** If a stranger's name has the same values. */
function wildcard(
  type: RecordType,
  here: readonly string[],
  there: readonly string[] | undefined,
): MadeUp | undefined {
  const [value = ""] = here;
  const isSame = JSON.stringify(here.toSorted()) === JSON.stringify(there?.toSorted());
  return isSame ? { by: "wildcard", type, value } : undefined;
}

/** Whether both names lead to the same place, each with its own first label. */
function sameBut(target: string, name: string, alias: string): boolean {
  const [label = ""] = name.split(".");
  const place = target.startsWith(`${label}.`) ? target.slice(label.length) : undefined;
  return place !== undefined && alias === `${stranger}${place}`;
}

function valuesAt(reply: Reply, name: string, type: RecordType): string[] {
  if (type === "TXT") return textsAt(reply, name);
  if (type === "MX") return exchangesAt(reply, name);
  return reply.answers.flatMap((record) => {
    if (record.name !== name || record.type !== type) return [];
    if (record.type === "CNAME") return [record.target];
    return record.type === "A" || record.type === "AAAA" ? [record.address] : [];
  });
}
