export { Tracking } from "./tracking.ts";
