import { createRequire } from "node:module";
import type { SignatureV4 } from "@smithy/signature-v4";

interface Package {
  readonly SignatureV4a: new (
    options: ConstructorParameters<typeof SignatureV4>[0],
  ) => Pick<SignatureV4, "sign">;
}

const require = createRequire(import.meta.url);

/** The signer of the AWS SDK for calls that are good in several regions. Its clients find it once it was required. */
export const { SignatureV4a } = require("@aws-sdk/signature-v4a") as Package;
