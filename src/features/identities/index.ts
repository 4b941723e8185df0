export { AddressProof } from "./address-proof.ts";
export { Identities } from "./identities.ts";
export type {
  Identity,
  IdentityDetails,
  Verification,
  VerificationStatus,
} from "./identity.ts";
export { domainProofWindowMs, maySend, parentRegion } from "./identity.ts";
export { type DkimRequest } from "./new-identity.ts";
export { IdentityPolicies } from "./policies.ts";
export {
  dkimRecords,
  feedbackHost,
  mailFromRecords,
  type RequiredRecord,
  type ServiceNames,
  signingHostedZone,
} from "./required-records.ts";
export { IdentitySettings } from "./settings.ts";
export { IdentityVerdicts } from "./verdicts.ts";
