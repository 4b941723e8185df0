export { type Audiences, Events } from "./events.ts";
export type { EventType, KeptEvent, PublicationTarget } from "./message-event.ts";
export { eventRecord } from "./message-event.ts";
export { type ClaimedPublication, PublicationLost, PublicationStore } from "./publications-store.ts";
export { EventStore } from "./store.ts";
