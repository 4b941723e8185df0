import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
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

/** Whether what we send may have this address: what the system lists is not all that it lets us use. */
export async function isOwnAddress(address: string): Promise<boolean> {
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  try {
    socket.bind({ address, exclusive: true });
    await once(socket, "listening");
    return true;
  } catch (error) {
    if (/^(EADDRNOTAVAIL|EAFNOSUPPORT)$/.test((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  } finally {
    socket.close();
  }
}
