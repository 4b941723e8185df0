import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { holds } from "./authentication-results.ts";
import { findMessage } from "./find-message.ts";

/** A server of a few lines: what it greets with, and what it answers to each command, of which the tag is the beginning. */
async function server(greeting: string, answer: (tag: string, command: string) => string) {
  const heard: string[] = [];
  const listening = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(greeting);
    socket.on("data", (data) => {
      for (const line of data.toString("latin1").split("\r\n").filter(Boolean)) {
        heard.push(line);
        const [tag = "", command = ""] = line.split(" ");
        socket.write(answer(tag, command.toUpperCase()));
      }
    });
  }).listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  return {
    heard,
    place: { host: "127.0.0.1", port, user: "ann", password: "secret" },
    async [Symbol.asyncDispose]() {
      const closed = once(listening, "close");
      listening.close();
      await closed;
    },
  };
}

test("where TLS is to come first, a server that does not offer it, or takes it back, learns no password", async () => {
  for (const capabilities of ["IMAP4rev1", "IMAP4rev1 STARTTLS"]) {
    await using imap = await server(`* OK [CAPABILITY ${capabilities}] ready\r\n`, (tag, command) =>
      command === "CAPABILITY" ? `* CAPABILITY ${capabilities}\r\n${tag} OK\r\n` : `${tag} NO\r\n`,
    );
    await assert.rejects(findMessage({ ...imap.place, tls: "starttls" }, "m1"));
    assert.doesNotMatch(imap.heard.join("\n"), /LOGIN|AUTHENTICATE|secret|c2Vjcm/i);
  }
});

test("who is not let in says so without the password", async () => {
  await using imap = await server("* OK [CAPABILITY IMAP4rev1] ready\r\n", (tag, command) =>
    command === "LOGIN" ? `${tag} NO [AUTHENTICATIONFAILED] Wrong\r\n` : `${tag} OK\r\n`,
  );
  await assert.rejects(findMessage({ ...imap.place, tls: "none" }, "m1"), (error: Error) => {
    assert.match(error.message, /Wrong/);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});

test("a server that says nothing is not waited for without end", async () => {
  await using imap = await server("", () => "");
  await assert.rejects(findMessage({ ...imap.place, tls: "none" }, "m1", 50));
});

test("what a receiver says held is told from what it says did not, and from what it only mentions", () => {
  const said =
    "mx.example 1; dkim=pass (spf=fail; dkim=fail) header.i=@a.example; SPF = Pass smtp.mailfrom=b.example";
  assert.ok(holds(said, "dkim"));
  assert.ok(holds(said, "spf"));
  for (const other of [
    "",
    "dkim=pass",
    "mx; dkim=passed",
    "mx; dkim=fail",
    "mx; x-dkim=pass",
    "mx; arc=none (dkim=pass)",
  ]) {
    assert.equal(holds(other, "dkim"), false, other);
  }
});
