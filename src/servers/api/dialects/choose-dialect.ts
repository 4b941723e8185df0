import { aws } from "./aws.ts";
import type { Dialect } from "./dialect.ts";
import { plain } from "./plain.ts";

/** The caller's credential picks the dialect: an AWS signature, or anything else. */
export function dialectOf(authorization: string | undefined, query: string): Dialect {
  const signed = authorization?.startsWith("AWS") || isPresigned(query);
  return signed ? aws : plain;
}

export function isPresigned(query: string): boolean {
  return query.includes("X-Amz-") && /(?:^|&)X-Amz-(?:Algorithm|Credential|Signature)=/.test(query);
}
