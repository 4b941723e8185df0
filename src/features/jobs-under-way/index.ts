export { JobsUnderWay } from "./store.ts";
