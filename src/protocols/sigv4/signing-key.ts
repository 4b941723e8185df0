import { HmacKey } from "./hmac-key.ts";

/** A key is good for one day, region and service. */
export interface Scope {
  /** `20250131`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** The four steps from a secret access key to the key that signs. */
export function deriveSigningKey(secret: string, { date, region, service }: Scope): HmacKey {
  let key: Uint8Array = Buffer.from(`AWS4${secret}`);
  for (const step of [date, region, service, "aws4_request"]) key = new HmacKey(key).sign(step);
  return new HmacKey(key);
}
