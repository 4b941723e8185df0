import type { Selectable } from "kysely";
import type { DkimKeysTable } from "#platform/database/tables/dkim-keys.ts";
import type { Owner } from "#platform/owner.ts";
import type { DkimKey, IssuedTokens, KeyMaterial, KeyState } from "./key.ts";

type Row = Selectable<DkimKeysTable>;

/** A new key as it is kept: under an id, the private half sealed for that id. */
export interface KeptKey extends KeyMaterial, Pick<DkimKey, "selector" | "origin" | "position"> {
  readonly id: string;
  readonly privateKeySealed: Uint8Array;
}

export function toKey(row: Row): DkimKey {
  return { selector: row.selector, origin: row.origin, position: row.position, state: toState(row) };
}

function toState({ stage, stage_since, public_key, key_bits, made_at }: Row): KeyState {
  if (stage === "retired") return { stage, since: stage_since };
  if (public_key === null || key_bits === null || made_at === null) {
    throw new Error(`A ${stage} DKIM key without its public half.`);
  }
  return { stage, since: stage_since, publicKey: public_key, bits: key_bits, madeAt: made_at };
}

export function toIssued(row: { tokens: string; issued_at: number } | undefined): IssuedTokens {
  return row === undefined
    ? { tokens: [], issuedAt: 0 }
    : { tokens: row.tokens.split(" "), issuedAt: row.issued_at };
}

export function toRow(owner: Owner, domain: string, kept: KeptKey): Row {
  return {
    account: owner.account,
    region: owner.region,
    domain,
    selector: kept.selector,
    id: kept.id,
    origin: kept.origin,
    position: kept.position,
    stage: "pending",
    stage_since: kept.madeAt,
    key_bits: kept.bits,
    public_key: kept.publicKey,
    private_key_sealed: kept.privateKeySealed,
    made_at: kept.madeAt,
  };
}
