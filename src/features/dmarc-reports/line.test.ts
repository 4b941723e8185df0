import assert from "node:assert/strict";
import { test } from "node:test";
import { DmarcReports } from "./index.ts";

const recipients = ["dmarc@mail.example.net"];
const content = Buffer.from("From: a@far.example\r\n\r\nNo report.\r\n");

test("reports that wait to be read keep few connections, of one network fewer, and the others come again", async () => {
  const reports = new DmarcReports({ zone: "mail.example.net" } as never);
  const bring = async (addresses: readonly string[]) => {
    const brought = await Promise.allSettled(
      addresses.map(async (address) => await reports.receive({ recipients, content, peer: { address } })),
    );
    const refused = brought.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
    assert.ok(
      refused.every((reason) => "reason" in reason && reason.reason === "no-room"),
      String(refused),
    );
    return brought.length - refused.length;
  };
  const ofOne = Array.from({ length: 30 }, (_, n) => `192.0.2.${n}`);
  const ofMany = Array.from({ length: 30 }, (_, n) => `198.18.${n}.1`);
  assert.equal(await bring(ofOne), 4);
  assert.equal(await bring(ofMany), 20);
  assert.equal(await bring([...ofOne, ...ofMany]), 20, "those that were read have left");
});
