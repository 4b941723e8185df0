import { badRequest } from "#platform/errors.ts";
import { readContentType } from "#protocols/mime/content-type.ts";
import { partRanges } from "#protocols/mime/parts.ts";
import { fieldOf, type RawMessage } from "./raw-message.ts";

/** Throws `bad-request` for a multipart in which no part begins, as SES does: who gets it sees nothing. */
export function refuseWithoutStart(message: RawMessage): void {
  const { type, parameters } = readContentType(fieldOf(message, "content-type") ?? "");
  const boundary = parameters.get("boundary") ?? "";
  if (!type.startsWith("multipart/") || boundary === "") return;
  if (partRanges(message.body, boundary, 1)?.length !== 0) return;
  throw badRequest("Content.Raw.Data", "Missing start boundary");
}
