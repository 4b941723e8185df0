export { AddressProof } from "./address-proof.ts";
export { DomainOwnersStore, type OwnedDomain } from "./domain-owners-store.ts";
export { Identities } from "./identities.ts";
export type {
  Identity,
  IdentityDetails,
  Verification,
  VerificationStatus,
} from "./identity.ts";
export { domainProofWindowMs, maySend, parentRegion } from "./identity.ts";
export { LinkHosts } from "./link-hosts.ts";
export { type DkimRequest, nameAsKept } from "./new-identity.ts";
export { IdentityPolicies } from "./policies.ts";
export {
  recordFile,
  recordFileFormats,
} from "./record-files.ts";
export { noSuchIdentity } from "./refusals.ts";
export {
  feedbackHost,
  type RequiredRecord,
  requiredRecords,
  type ServiceNames,
  signingHostedZone,
  spfRecord,
} from "./required-records.ts";
export { IdentitySettings } from "./settings.ts";
export { IdentityVerdicts } from "./verdicts.ts";
