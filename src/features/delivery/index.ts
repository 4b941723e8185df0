export { type Aftermath, type EndedAttempt, noAftermath, Overtaken } from "./aftermath.ts";
export { AttemptStore } from "./attempts-store.ts";
export { captureTransport } from "./capture.ts";
export { type AttemptEnd, Deliverer } from "./deliverer.ts";
export { Deliveries } from "./deliveries.ts";
export type {
  DeliveryRules,
  DeliveryState,
  LeastConfidence,
  NewMessage,
  RecipientResult,
  SignWith,
  StoredMessage,
} from "./delivery.ts";
export { DomainPlaces } from "./domain-places.ts";
export { firstMessageIdAt, newMessageId } from "./message-id.ts";
export { MessageSearchStore } from "./message-search-store.ts";
export { MessageStore } from "./messages-store.ts";
export { MailExchangers, type MailRoute } from "./mx/mail-exchangers.ts";
export { type PolicyText, policyAt, StsPolicies } from "./mx/sts-policies.ts";
export { MxTransport } from "./mx/transport.ts";
export { QueueStore } from "./queue-store.ts";
export { defaultLifetimeMs } from "./retry-schedule.ts";
export { messageIdOfReturnPath, taggedReturnPath, taggedReturnPathForm } from "./return-path-form.ts";
export { ReturnPaths } from "./return-paths.ts";
export { routeByDomain } from "./route-by-domain.ts";
export { serviceRules } from "./service-rules.ts";
export { Signatures, type SignersFor } from "./signatures.ts";
export {
  isComplaining,
  isOutOfOffice,
  isSimulated,
  simulatorDomain,
  simulatorTransport,
} from "./simulator.ts";
export { smartHostTransport } from "./smart-host.ts";
export { StandingStore } from "./standing-store.ts";
export { type Envelope, NotNow, type Transport, type TransportReport } from "./transport.ts";
