export { AddressProof, type Confirmation } from "./address-proof.ts";
export { Identities, type ListRequest, type NewIdentityRequest } from "./identities.ts";
export type {
  DkimOrigin,
  Identity,
  IdentityDetails,
  MailFrom,
  MxFailureBehavior,
  Verification,
  VerificationStatus,
} from "./identity.ts";
export { domainProofWindowMs, maySend, parentRegion } from "./identity.ts";
export { type DkimRequest, replicationFault } from "./new-identity.ts";
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
