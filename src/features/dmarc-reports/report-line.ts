import { NotKept } from "#features/role-mailboxes/index.ts";
import { clientNetwork } from "#platform/client-network.ts";
import { Tally } from "#platform/tally.ts";

const longest = 20;
const mostOfOneNetwork = 4;

/** Reports that are taken in, or wait for it. Each keeps a connection, so those beyond some are to come again: bounces come by the same door. */
export class ReportLine {
  readonly #networks = new Tally();
  #length = 0;

  /** Throws `NotKept`. */
  async within<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
    const network = clientNetwork(address);
    if (this.#length >= longest || this.#networks.of(network) >= mostOfOneNetwork) {
      throw new NotKept("no-room");
    }
    this.#length += 1;
    this.#networks.add(network);
    try {
      return await work();
    } finally {
      this.#length -= 1;
      this.#networks.remove(network);
    }
  }
}
