import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { SMTPStream } from "smtp-server/lib/smtp-stream.js";
import { seeded } from "#protocols/testdata/seeded.ts";
import { assertTakesLess } from "#test/support/processor-time.ts";
import { unstuffAtOnce } from "./dot-unstuffing.ts";

/** The message that a parser reads from pieces of the wire, and the commands behind it. */
async function read(parser: SMTPStream, pieces: readonly string[]) {
  const commands: string[] = [];
  parser.oncommand = (command, done) => {
    commands.push(command.toString("latin1"));
    done?.();
  };
  const stream = parser.startDataMode(1e9);
  const message = text(stream).then((content) => {
    parser.continue();
    return content;
  });
  for (const piece of pieces) parser.write(Buffer.from(piece, "latin1"));
  parser.end();
  return { message: await message, commands, octets: stream.byteLength };
}

function unstuffing(): SMTPStream {
  const parser = new SMTPStream();
  unstuffAtOnce(parser);
  return parser;
}

test("a message is read as smtp-server reads it by itself, however it is cut", async () => {
  const random = seeded(20261128);
  const words = ["\r\n", "\r\n.", "\r\n..", ".", "\n", "\n.", "\r", "x", "\r\n.\r", "..\r\n"];
  for (let round = 0; round < 3_000; round++) {
    const written = Array.from({ length: random.below(12) }, () => words[random.below(words.length)]).join(
      "",
    );
    const wire = `${written}\r\n.\r\nNOOP\r\n`;
    const pieces: string[] = [];
    for (let at = 0; at < wire.length; ) {
      const end = at + 1 + random.below(random.below(2) === 0 ? 3 : 30);
      pieces.push(wire.slice(at, end));
      at = end;
    }
    assert.deepEqual(
      await read(unstuffing(), pieces),
      await read(new SMTPStream(), pieces),
      JSON.stringify(pieces),
    );
  }
});

test("lines that begin with a dot take no longer than others", async () => {
  const reading = (line: string, as: string) => async () => {
    const pieces = [...Array.from({ length: 25 }, () => line.repeat(16_000)), ".\r\n"];
    const { message } = await read(unstuffing(), pieces);
    assert.equal(message.length, 25 * 16_000 * as.length);
  };
  await assertTakesLess(20, reading("..\r\n", ".\r\n"), reading("xx\r\n", "xx\r\n"));
});
