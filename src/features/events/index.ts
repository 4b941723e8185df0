export { type Audiences, Events } from "./events.ts";
export { type Measure, readMeasure } from "./measure.ts";
export type { EventType, KeptEvent, MessageEvent, PublicationTarget } from "./message-event.ts";
export { concerns, detailNames, eventRecord } from "./message-event.ts";
export {
  type ClaimedPublication,
  type Publication,
  PublicationStore,
} from "./publications-store.ts";
export { EventStore, type LatestEvent, type MessageOutcome } from "./store.ts";
