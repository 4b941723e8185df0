import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { openSmtpConnection, type SmtpConnectionOptions } from "./open.ts";
import { message, open, optionsFor } from "./testdata/options.ts";
import { type Answer, politely, startScriptedServer } from "./testdata/scripted-server.ts";
import { rfcTimeouts } from "./timeouts.ts";

const key = readFileSync(new URL("testdata/test-only-key.pem", import.meta.url), "utf8");
const certificate = readFileSync(new URL("testdata/test-only-certificate.pem", import.meta.url), "utf8");

/** A real server that keeps what it is given. */
async function startServer(options: SMTPServerOptions = {}) {
  const taken: { from: string; to: string[]; content: string; user: unknown; secure: boolean }[] = [];
  const server = new SMTPServer({
    key,
    cert: certificate,
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, answer) => {
      if (username === "ann" && password === "secret word") answer(null, { user: "ann" });
      else answer(new Error(`Unknown: ${username} ${password}`));
    },
    onData: (stream, { envelope, user, secure }, answer) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        taken.push({ from, to, content: Buffer.concat(chunks).toString("latin1"), user, secure });
        answer(null, "taken");
      });
    },
    ...options,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    taken,
    [Symbol.asyncDispose]: async () => {
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

test("a message reaches a real server as it was, under STARTTLS when that is offered", async () => {
  await using server = await startServer();
  await using connection = await open(server.port);
  assert.equal(connection.tls.level, "encrypted");
  const delivery = await connection.deliver(message);
  assert.equal(delivery.status, "delivered");
  assert.deepEqual(
    server.taken.map(({ from, to, secure }) => ({ from, to, secure })),
    [{ from: message.from, to: message.recipients, secure: true }],
  );
  assert.equal(server.taken[0]?.content, message.content.toString("latin1"));
  const said = delivery.conversation.map(({ by, text }) => `${by[0]} ${text}`);
  assert.ok(
    said.includes("c STARTTLS") && said.includes(`c (the message, ${message.content.length} octets)`),
    said.join("\n"),
  );
});

test("one connection carries several messages", async () => {
  await using server = await startServer({ hideSTARTTLS: true });
  await using connection = await open(server.port);
  const big = Buffer.from("a line of text\r\n.\r\n".repeat(10_000));
  for (const content of [message.content, big, message.content]) {
    const delivery = await connection.deliver({ ...message, from: "", content });
    assert.equal(delivery.status, "delivered", JSON.stringify(delivery.recipients));
    assert.deepEqual(delivery.tls, { level: "none" });
  }
  assert.deepEqual(
    server.taken.map(({ content }) => content.length),
    [message.content.length, big.length, message.content.length],
  );
  assert.equal(server.taken[1]?.content, big.toString("latin1"));
});

test("the policy decides what certificate and what encryption will do", async () => {
  await using server = await startServer();
  await using plain = await startServer({ hideSTARTTLS: true });
  const trusted = { trustedCertificates: [certificate], serverName: "localhost" };
  const cases: readonly [port: number, changes: Partial<SmtpConnectionOptions>, result: string | RegExp][] = [
    [server.port, { tlsPolicy: "if-offered" }, "encrypted"],
    [server.port, { tlsPolicy: "required" }, "encrypted"],
    [server.port, { tlsPolicy: "never" }, "none"],
    [server.port, { tlsPolicy: "if-offered", ...trusted }, "authenticated"],
    [server.port, { tlsPolicy: "authenticated", ...trusted }, "authenticated"],
    [server.port, { tlsPolicy: "authenticated" }, /not valid for 127\.0\.0\.1: DEPTH_ZERO_SELF_SIGNED_CERT/],
    [
      server.port,
      { tlsPolicy: "authenticated", ...trusted, serverName: "mx.example" },
      /not valid for mx.example: ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
    [plain.port, { tlsPolicy: "if-offered" }, "none"],
    [plain.port, { tlsPolicy: "required" }, /does not offer STARTTLS/],
    [plain.port, { tlsPolicy: "authenticated", ...trusted }, /does not offer STARTTLS/],
  ];
  const judge = async ([port, changes, result]: (typeof cases)[number]) => {
    const opening = await openSmtpConnection(optionsFor(port, changes));
    if (typeof result === "string") {
      assert.ok(opening.status === "open", JSON.stringify(opening));
      assert.equal(opening.connection.tls.level, result);
      await opening.connection[Symbol.asyncDispose]();
    } else {
      assert.ok(opening.status === "temporary-failure" && opening.step === "tls");
      assert.match(opening.reason, result);
    }
  };
  // Side by side: the server takes 0.1 s to greet.
  await Promise.all(cases.map(judge));
});

test("implicit TLS speaks TLS from the first octet", async () => {
  await using server = await startServer({ secure: true });
  await using connection = await open(server.port, { implicitTls: true });
  assert.equal(connection.tls.level, "encrypted");
  assert.equal((await connection.deliver(message)).status, "delivered");
});

test("credentials are used and never written down", async () => {
  const logIn = async (methods: string[]) => {
    await using server = await startServer({ authMethods: methods, authOptional: false });
    await using connection = await open(server.port, {
      credentials: { user: "ann", password: "secret word" },
    });
    const delivery = await connection.deliver(message);
    assert.equal(server.taken[0]?.user, "ann");
    const wrong = await openSmtpConnection(
      optionsFor(server.port, { credentials: { user: "ann", password: "wrong word" } }),
    );
    assert.ok(wrong.status === "temporary-failure" && wrong.step === "auth");
    assert.match(wrong.reason, /535 .*Unknown: ann \*\*\*/);
    const written = JSON.stringify([delivery, wrong]);
    for (const secret of ["secret word", "wrong word"]) {
      for (const form of [
        secret,
        Buffer.from(secret).toString("base64"),
        Buffer.from(`\0ann\0${secret}`).toString("base64"),
      ]) {
        assert.ok(!written.includes(form), form);
      }
    }
  };
  await Promise.all([["PLAIN"], ["LOGIN"], ["LOGIN", "PLAIN"]].map(logIn));
});

test("a server that spoils the opening fails it, with the step and the reason", async () => {
  const ehlo = (extension: string) => [/^EHLO/, `250-x\r\n250 ${extension}\r\n`] as const;
  const polite = politely();
  const cases: readonly [greeting: string, answer: Answer, step: string, reason: RegExp][] = [
    ["554 no service\r\n", polite, "greeting", /554 no service/],
    ["421 too busy\r\n", polite, "greeting", /421 too busy/],
    ["HTTP/1.1 400 Bad Request\r\n", polite, "greeting", /which is no reply/],
    ["2".repeat(10_000_000), polite, "greeting", /no reply/],
    ["220-x\r\n".repeat(100_000), polite, "greeting", /endless/],
    ["220 hi\r\n250 early\r\n", polite, "hello", /250 early" unasked/],
    ["220 hi\r\n", politely([[/^EHLO/, "421 bye\r\n"]]), "hello", /421 bye/],
    ["220 hi\r\n", politely([[/^(EHLO|HELO)/, "502 what\r\n"]]), "hello", /502 what/],
    ["220 hi\r\n", (_, socket) => void socket.destroy(), "hello", /closed the connection|failed/],
    [
      "220 hi\r\n",
      politely([ehlo("STARTTLS"), [/^STARTTLS/, "220 go\r\n250 injected\r\n"]]),
      "tls",
      /plaintext after its reply/,
    ],
    [
      "220 hi\r\n",
      politely([
        ehlo("STARTTLS"),
        [
          /^STARTTLS/,
          (_, socket) => (
            socket.write("220 go\r\n"), setImmediate(() => socket.write("nonsense")), undefined
          ),
        ],
      ]),
      "tls",
      /failed|plaintext/,
    ],
  ];
  for (const [greeting, answer, step, reason] of cases) {
    await using server = await startScriptedServer(greeting, answer);
    const opening = await openSmtpConnection(optionsFor(server.port));
    assert.ok(opening.status !== "open", `${step} ${reason}`);
    assert.equal(opening.step, step, opening.reason);
    assert.match(opening.reason, reason);
    assert.equal(
      opening.status,
      opening.reply?.code === 554 || opening.reply?.code === 502 ? "permanent-failure" : "temporary-failure",
    );
    assert.ok(JSON.stringify(opening.conversation).length < 60_000);
  }
});

test("a server that is silent or slow runs into the timeout of the step", async () => {
  const silent: readonly [
    greeting: string,
    answer: Answer,
    timeout: keyof typeof rfcTimeouts,
    step: string,
  ][] = [
    ["", politely(), "greeting", "greeting"],
    ["220-slow\r\n", politely(), "greeting", "greeting"],
    ["220 hi\r\n", () => undefined, "command", "hello"],
    [
      "220 hi\r\n",
      politely([
        [/^EHLO/, "250-x\r\n250 STARTTLS\r\n"],
        [/^STARTTLS/, "220 go\r\n"],
        // The handshake's random bytes may hold the end of a line.
        [/^/, () => undefined],
      ]),
      "tlsHandshake",
      "tls",
    ],
  ];
  for (const [greeting, answer, timeout, step] of silent) {
    await using server = await startScriptedServer(greeting, answer);
    const timeouts = { ...rfcTimeouts, [timeout]: 30 };
    const opening = await openSmtpConnection(optionsFor(server.port, { timeouts }));
    assert.ok(opening.status === "temporary-failure");
    assert.deepEqual([opening.step, opening.reason], [step, "The server did not answer within 0.03 s."]);
  }
});

test("a port nobody listens on, and an abort, are temporary failures", async () => {
  const server = await startScriptedServer("", politely());
  await server[Symbol.asyncDispose]();
  const refused = await openSmtpConnection(optionsFor(server.port));
  assert.ok(refused.status === "temporary-failure" && refused.step === "connect");
  assert.match(refused.reason, /ECONNREFUSED/);

  await using mute = await startScriptedServer("", politely());
  const stop = new AbortController();
  const opening = openSmtpConnection(optionsFor(mute.port), stop.signal);
  setImmediate(() => stop.abort());
  const stopped = await opening;
  assert.ok(stopped.status === "temporary-failure");
  assert.equal(stopped.reason, "We were told to stop.");
});

test("a server that declines STARTTLS is used without it only where that is allowed", async () => {
  const answer = () =>
    politely([
      [/^EHLO/, "250-x\r\n250 STARTTLS\r\n"],
      [/^STARTTLS/, "454 not now\r\n"],
    ]);
  await using server = await startScriptedServer("220 hi\r\n", answer());
  await using connection = await open(server.port);
  assert.equal(connection.tls.level, "none");
  const opening = await openSmtpConnection(optionsFor(server.port, { tlsPolicy: "required" }));
  assert.ok(opening.status === "temporary-failure");
  assert.match(opening.reason, /454 not now/);
});

test("a server that knows only HELO is spoken to in its way", async () => {
  await using server = await startScriptedServer("220 hi\r\n", politely([[/^EHLO/, "500 what\r\n"]]));
  await using connection = await open(server.port);
  assert.equal((await connection.deliver(message)).status, "delivered");
  assert.ok(server.lines.includes("HELO client.example"));
});
