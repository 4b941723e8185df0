import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { holds } from "./authentication-results.ts";
import { findMessage } from "./find-message.ts";

/** A server of a few lines: what it greets with, and what it answers to each command, of which the tag is the beginning. */
async function server(
  greeting: string,
  answer: (tag: string, command: string, more: string) => string,
  chatter?: string,
) {
  const heard: string[] = [];
  const listening = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(greeting);
    socket.on("data", (data) => {
      for (const line of data.toString("latin1").split("\r\n").filter(Boolean)) {
        heard.push(line);
        const [tag = "", command = "", ...more] = line.split(" ");
        socket.write(answer(tag, command.toUpperCase(), more.join(" ")));
        if (chatter !== undefined) void talk(socket, chatter);
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

/** Says one thing again and again, until nobody listens. */
async function talk(socket: Socket, chatter: string): Promise<void> {
  while (!socket.destroyed) {
    socket.write(chatter);
    await turn();
  }
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
    command === "LOGIN" ? `${tag} NO [AUTHENTICATIONFAILED] Wrong: ann secret\r\n` : `${tag} OK\r\n`,
  );
  await assert.rejects(findMessage({ ...imap.place, tls: "none" }, "m1"), (error: Error) => {
    assert.match(error.message, /Wrong/);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});

test("a server that says nothing is not waited for without end", async () => {
  await using imap = await server("", () => "");
  await assert.rejects(
    findMessage({ ...imap.place, tls: "none" }, "m1", { patienceMs: 50 }),
    /took too long/,
  );
});

/** What a mailbox with nothing in it answers, but for one command. */
function emptyMailbox(command: string, tag: string, answer: string) {
  return (theirs: string, asked: string, more: string) => {
    if (`${asked} ${more}`.startsWith(command)) return answer.replaceAll(tag, theirs);
    if (asked === "LIST") return `* LIST (\\HasNoChildren) "/" INBOX\r\n${theirs} OK\r\n`;
    if (asked === "EXAMINE")
      return `* 0 EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n${theirs} OK [READ-ONLY]\r\n`;
    return asked === "CAPABILITY" ? `* CAPABILITY IMAP4rev1\r\n${theirs} OK\r\n` : `${theirs} OK\r\n`;
  };
}

test("a mailbox that its server refuses to look into has not been looked into", async () => {
  const greeting = "* OK [CAPABILITY IMAP4rev1] ready\r\n";
  await using empty = await server(greeting, emptyMailbox("UID SEARCH", "T", "* SEARCH\r\nT OK\r\n"));
  assert.equal(await findMessage({ ...empty.place, tls: "none" }, "m1"), undefined);
  await using refusing = await server(
    greeting,
    emptyMailbox("UID SEARCH", "T", "T NO [SERVERBUG] Sorry\r\n"),
  );
  await assert.rejects(findMessage({ ...refusing.place, tls: "none" }, "m1"), /refuses to search/);
});

test("a server that talks without end is not listened to without end", async () => {
  const greeting = "* OK [CAPABILITY IMAP4rev1] ready\r\n";
  await using imap = await server(greeting, emptyMailbox("UID SEARCH", "T", ""), "* 1 EXISTS\r\n");
  await assert.rejects(
    findMessage({ ...imap.place, tls: "none" }, "m1", { patienceMs: 200 }),
    /took too long/,
  );
});

test("a mailbox of more folders than anybody has is left", async () => {
  const greeting = "* OK [CAPABILITY IMAP4rev1] ready\r\n";
  const folders = '* LIST () "/" x\r\n'.repeat(100);
  await using imap = await server(greeting, emptyMailbox("LIST", "T", ""), folders);
  await assert.rejects(findMessage({ ...imap.place, tls: "none" }, "m1"), /said too much/);
});

test("an answer longer than any that is meant is not kept", async () => {
  for (const endless of ["x".repeat(3_000_000), "{1000000000}\r\n"]) {
    await using imap = await server(`* OK ${endless}`, () => "");
    await assert.rejects(findMessage({ ...imap.place, tls: "none" }, "m1"), /exceeds/);
  }
});

test("who is told to stop asks no longer", async () => {
  const stopping = new AbortController();
  const greeting = "* OK [CAPABILITY IMAP4rev1] ready\r\n";
  await using imap = await server(greeting, (tag, command) => {
    if (command === "CAPABILITY") return `* CAPABILITY IMAP4rev1\r\n${tag} OK\r\n`;
    stopping.abort();
    return "";
  });
  const { signal } = stopping;
  await assert.rejects(findMessage({ ...imap.place, tls: "none" }, "m1", { signal }), { name: "AbortError" });
});

test("what a receiver says held is told from what it says did not, and from what it only mentions", () => {
  const said =
    "mx.example 1; dkim=pass (spf=fail; dkim=fail) header.i=@a.example; SPF = Pass smtp.mailfrom=b.example";
  assert.ok(holds([said], "dkim"));
  assert.ok(holds([said], "spf"));
  for (const other of [
    "",
    "dkim=pass",
    "mx; dkim=passed",
    "mx; dkim=fail",
    "mx; x-dkim=pass",
    "mx; arc=none (dkim=pass)",
    "mx; arc=none (or (so) ; dkim=pass)",
  ]) {
    assert.equal(holds([other], "dkim"), false, other);
  }
});

test("of what several programs of a receiver say, all counts, and nothing of what others wrote before", () => {
  const said = ["MX.example 1; dkim=pass", "mx.example; spf=pass", "sender.example; spf=pass; dkim=pass"];
  assert.ok(holds(said, "dkim"));
  assert.ok(holds(said, "spf"));
  assert.equal(holds(["mx.example; dkim=fail", ...said.slice(2)], "dkim"), false);
  assert.equal(holds([], "dkim"), false);
});
