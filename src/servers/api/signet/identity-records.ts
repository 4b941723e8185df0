import type { Advice, DomainAdvice } from "#features/domain-advice/index.ts";
import type { FoundRecord } from "#features/domain-checks/index.ts";
import {
  type Identities,
  type RequiredRecord,
  recordFile,
  recordFileFormats,
  requiredRecords,
  type ServiceNames,
} from "#features/identities/index.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import { Document } from "#servers/api/document.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { readWord } from "./read-query.ts";

const path = "/signet/v1/identities/:name";

interface Parts {
  readonly identities: Identities;
  readonly domainAdvice: DomainAdvice;
  readonly names: ServiceNames;
}

/** The records of a domain by themselves: as files, and what else receivers like to see. */
export function identityRecordRoutes(parts: Parts): PlainRoute[] {
  return [
    { method: "GET", path: `${path}/records`, handle: async (request) => await records(parts, request) },
    { method: "GET", path: `${path}/advice`, handle: async (request) => await advice(parts, request) },
  ];
}

async function records({ identities, names }: Parts, { caller, params, query }: PlainRequest) {
  const format = readWord(query, "format", [...recordFileFormats, "json"]) ?? "json";
  const identity = await identities.get(caller.owner, params["name"] ?? "");
  const required = requiredRecords(identity, names);
  if (format === "json") return withResource({ records: required }, identity);
  const { contentType, fileName, text } = recordFile(format, identity.name, required);
  return new Document(contentType, text, { "content-disposition": `attachment; filename="${fileName}"` });
}

async function advice({ domainAdvice }: Parts, { caller, params, signal }: PlainRequest) {
  const given = await domainAdvice.of(caller.owner, params["name"] ?? "", signal);
  return { advice: given.map(adviceToWire) };
}

function adviceToWire({ purpose, name, value, found, status, diagnosis }: Advice) {
  return { purpose, name, type: "TXT", value: value === "" ? null : value, found, status, diagnosis };
}

/** A record to publish, and what was found in its place. */
export function recordToWire(record: RequiredRecord, found: FoundRecord | undefined) {
  return {
    ...record,
    found: found === undefined ? null : foundToWire(found),
  };
}

function foundToWire({ verdict, checkedAt, diagnosis, servers }: FoundRecord) {
  return {
    verdict,
    checked_at: new Date(checkedAt).toISOString(),
    diagnosis,
    servers: servers.map(({ name, address, result, values, tookMs }) => ({
      name,
      address,
      result,
      values,
      took_ms: tookMs,
    })),
  };
}
