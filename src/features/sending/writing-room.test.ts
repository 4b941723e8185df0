import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { SendContent } from "./send-request.ts";
import { WritingRoom } from "./writing-room.ts";

const mb = 1024 * 1024;

function withAttachment(bytes: number): SendContent {
  const attachment = {
    fileName: "a.bin",
    content: new Uint8Array(bytes),
    contentType: undefined,
    contentId: undefined,
    description: undefined,
    disposition: "attachment",
    transferEncoding: undefined,
  } as const;
  return { kind: "simple", subject: "", text: "", html: undefined, headers: [], attachments: [attachment] };
}

test("as many large messages are written at a time as there is room for, and the others in their turn", async () => {
  const room = new WritingRoom(20 * mb);
  let atOnce = 0;
  let most = 0;
  let written = 0;
  const write = async () => {
    using _ = await room.enter(withAttachment(2 * mb));
    most = Math.max(most, ++atOnce);
    await nextTurn();
    atOnce--;
    written++;
  };
  await Promise.all(Array.from({ length: 20 }, write));
  assert.deepEqual({ most, written }, { most: 3, written: 20 });
});

test("one that is larger than all the room there is has its turn, too, and small ones do not wait for it", async () => {
  const room = new WritingRoom(mb);
  using _ = await room.enter(withAttachment(30 * mb));
  using small = await room.enter(withAttachment(1_000));
  assert.ok(!small.disposed);
});

test("what a template swells to is in memory only where there is room", async () => {
  const room = new WritingRoom(20 * mb);
  const text = "x".repeat(2 * mb);
  let rendered = 0;
  let atOnce = 0;
  let most = 0;
  const write = async () => {
    using held = await room.enter({
      kind: "template",
      template: { name: "t" },
      data: [],
      headers: [],
      attachments: [],
    });
    const wording = await room.rendered(held, async () => {
      rendered++;
      return { subject: "", text, html: undefined };
    });
    most = Math.max(most, ++atOnce);
    await nextTurn();
    atOnce--;
    return wording;
  };
  const all = await Promise.all(Array.from({ length: 20 }, write));
  assert.ok(all.every((wording) => wording.text === text));
  assert.deepEqual({ most, rendered }, { most: 3, rendered: 40 });
});
