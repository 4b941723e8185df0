import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetSuppressedDestinationCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { turnsDuring } from "#test/support/processor-time.ts";
import { World } from "#test/support/world.ts";

interface Imported {
  readonly written: number;
  readonly refused: readonly { readonly line: number; readonly message: string }[];
}

async function upload(world: World, body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  return await fetch(`${world.app.httpUrl}/signet/v1/suppression.csv`, { method: "POST", body });
}

for (const engine of engines) {
  describe(`the suppression list as a file on ${engine}`, () => {
    test("goes in, line by line, and comes out again", async () => {
      await using world = await World.start(engine);
      const lines = Array.from({ length: 2_500 }, (_, n) => `person${n}@example.com,complaint`);
      const file = [
        "address,reason",
        "Ann@Example.com",
        "no address",
        '"bob@example.com","nonsense"',
        ...lines,
      ];
      const answer = await upload(world, file.join("\n"));
      const { data } = (await answer.json()) as { data: Imported };
      assert.equal(data.written, 2_501);
      assert.deepEqual(
        data.refused.map(({ line }) => line),
        [3, 4],
      );
      const { SuppressedDestination } = await world.ses.send(
        new GetSuppressedDestinationCommand({ EmailAddress: "person7@example.com" }),
      );
      assert.equal(SuppressedDestination?.Reason, "COMPLAINT");
      const out = await fetch(`${world.app.httpUrl}/signet/v1/suppression.csv`);
      assert.equal(out.headers.get("content-type"), "text/csv; charset=utf-8");
      const rows = (await out.text()).trimEnd().split("\r\n");
      assert.equal(rows.length, 2_502);
      assert.equal(rows[0], "address,reason,updated_at");
      const bounced = await fetch(`${world.app.httpUrl}/signet/v1/suppression.csv?reason=BOUNCE`);
      assert.match(
        await bounced.text(),
        /^address,reason,updated_at\r\n[^,]+@example\.com,BOUNCE,[^\r]+\r\n$/i,
      );
      const again = (await (await upload(world, rows.join("\n"))).json()) as { data: Imported };
      assert.deepEqual(again.data, { written: 2_501, refused: [] });
    });

    test("holds up nobody, whatever is in it", async () => {
      await using world = await World.start(engine);
      const most = 1024 * 1024;
      for (const text of ["a,X\n", "x\n", ",\n"]) {
        const file = `person@example.com\n${text.repeat(most / text.length)}`;
        const { result: answer, allMs, longestMs } = await turnsDuring(async () => await upload(world, file));
        const { data } = (await answer.json()) as { data: Imported };
        assert.equal(data.written, 1);
        assert.deepEqual(
          data.refused.map(({ line }) => line),
          text === ",\n" ? [] : Array.from({ length: 100 }, (_, at) => at + 2),
        );
        assert.ok(longestMs < allMs / 3, `of ${allMs} ms nobody had a turn for ${longestMs}`);
      }
    });

    test("is refused where it cannot be one", async () => {
      await using world = await World.start(engine);
      assert.equal((await upload(world, "")).status, 400);
      assert.equal((await upload(world, Uint8Array.of(0xff, 0xfe, 0x41))).status, 400);
      assert.equal((await upload(world, "a".repeat(17 * 1024 * 1024))).status, 413);
      assert.equal((await world.call("GET", "/signet/v1/suppression.csv?reason=OTHER")).status, 400);
    });
  });
}
