import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";

export type MachineAddress = Pick<NetworkInterfaceInfo, "address" | "family">;

/** None where they may not be listed: a service manager may forbid the netlink socket that this takes. */
export function machineAddresses(list = networkInterfaces): MachineAddress[] {
  try {
    return Object.values(list()).flatMap((each) => each ?? []);
  } catch {
    return [];
  }
}
