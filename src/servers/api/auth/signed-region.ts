import { CallerError } from "#platform/errors.ts";
import { ecdsaAlgorithm, type Signature } from "#protocols/sigv4/signature.ts";

/**
 * The region that a signed call is made in: the host's, where it names one; else that of the signature. Of one that is
 * good in several, the first that it names and is served here; where it names none (`*`), the default.
 *
 * @throws CallerError `wrong-scope` where the signature is not good in it.
 */
export function signedRegion(
  signature: Signature,
  ofHost: string | undefined,
  here: { serves?(region: string): boolean; readonly defaultRegion: string },
): string {
  if (signature.algorithm === ecdsaAlgorithm) {
    const { regions } = signature;
    const served = regions.named.find((region) => here.serves?.(region) ?? true);
    const region = ofHost ?? served ?? regions.named[0] ?? here.defaultRegion;
    if (regions.covers(region)) return region;
    throw wrongScope(`'X-Amz-Region-Set' should cover '${region}', where this call is made.`);
  }
  const { region } = signature.scope;
  if (ofHost === undefined || ofHost === region) return region;
  throw wrongScope(
    `Credential should be scoped to a valid region, not '${region}': the host is that of '${ofHost}'.`,
  );
}

function wrongScope(message: string): CallerError {
  return new CallerError("wrong-scope", message);
}
