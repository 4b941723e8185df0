import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { query, read } from "./testdata/raw-client.ts";
import { start, textOf } from "./testdata/world.ts";

/** An address of this machine that is not the one which packets to 127.0.0.1 would leave from. */
const other = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

for (const host of ["0.0.0.0", "::"]) {
  test(`listening on ${host}, an answer comes from the address that was asked`, {
    skip: other === undefined && "this machine has no address but loopback",
  }, async () => {
    await using world = await start({ host });
    const client = createSocket("udp4").bind(0, "127.0.0.1");
    try {
      await once(client, "listening");
      for (const address of [other, "127.0.0.1"]) {
        client.send(query("tok.dkim.zone.example", "TXT"), world.server.port, address);
        const [octets, from] = (await once(client, "message")) as [Buffer, { address: string }];
        assert.deepEqual(textOf(read(octets)), ["v=DKIM1; p=abc"]);
        assert.equal(from.address, address);
      }
    } finally {
      client.close();
    }
  });
}
