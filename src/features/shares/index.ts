export { partOf, type Share, type Shared } from "./share.ts";
export { Shares } from "./shares.ts";
export { HolderStore } from "./store.ts";
