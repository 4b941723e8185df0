export type {
  Behaviour,
  LocalRecords,
} from "./local-record.ts";
export { LocalZone } from "./local-zone.ts";

export { DatabaseLocalRecordStore } from "./store.ts";
