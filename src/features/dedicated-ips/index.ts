export { type DedicatedIp, DedicatedIps } from "./dedicated-ips.ts";
export { DedicatedIpStore } from "./store.ts";
