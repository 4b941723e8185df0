import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { fromBufferPromise } from "yauzl";
import type { MimePart } from "#protocols/mime/parts.ts";
import type { AggregateReport } from "./aggregate-report.ts";
import { readAggregateReport } from "./read-aggregate-report.ts";

const unzipped = promisify(gunzip);

/** What a message of 2 MB at most may hold in all: ten times that, as XML. */
const longestXml = 20 * 1024 * 1024;
/** Looked into, of one message. A report has one. */
const mostParts = 4;

/** The report that a message brings (RFC 9990), in whichever of the forms that reporters send. Undefined where there is none. */
export async function reportIn(message: MimePart): Promise<AggregateReport | undefined> {
  let left = longestXml;
  for (const { body } of leavesOf(message).filter(mayBeReport).slice(0, mostParts)) {
    const xml = await xmlIn(Buffer.from(body.buffer, body.byteOffset, body.byteLength), left);
    left -= xml?.length ?? 0;
    const report = xml && (await readAggregateReport(xml));
    if (report !== undefined) return report;
  }
  return undefined;
}

function leavesOf(part: MimePart): readonly MimePart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

/** Everybody calls it something else: application/gzip, x-gzip, zip, x-zip-compressed, octet-stream, text/xml … */
function mayBeReport({ type, body }: MimePart): boolean {
  return body.length > 0 && type !== "text/plain" && type !== "text/html";
}

/** By its first octets, since names and types are often wrong. Undefined for what is broken, or longer than it may be. */
async function xmlIn(octets: Buffer, longest: number): Promise<Uint8Array | undefined> {
  try {
    if (octets.subarray(0, 2).equals(gzipMagic)) {
      return await unzipped(octets, { maxOutputLength: longest });
    }
    return octets.subarray(0, 4).equals(zipMagic) ? await firstFileIn(octets, longest) : octets;
  } catch {
    return undefined;
  }
}

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const zipMagic = Buffer.from("PK\x03\x04", "latin1");

/** yauzl holds an entry to the size that it states. */
async function firstFileIn(archive: Buffer, longest: number): Promise<Uint8Array | undefined> {
  const zip = await fromBufferPromise(archive);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    if (entry.uncompressedSize > longest) return undefined;
    return await buffer(await zip.openReadStreamPromise(entry));
  }
  return undefined;
}
