export type {
  Behaviour,
  LocalRecordSet,
  LocalRecordStore,
  LocalRecords,
  NamedBehaviour,
} from "./local-record.ts";
export { LocalZone, type LocalZoneOptions, type RecordSetRequest } from "./local-zone.ts";
export { type LocalRecordType, localRecordTypes } from "./record-value.ts";
export { DatabaseLocalRecordStore } from "./store.ts";
