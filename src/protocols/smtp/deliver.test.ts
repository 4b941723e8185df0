import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import type { SmtpPhase } from "./delivery.ts";
import type { SmtpDelivery } from "./outcome.ts";
import { message, open } from "./testdata/options.ts";
import { type Answer, politely, startScriptedServer } from "./testdata/scripted-server.ts";
import { rfcTimeouts, type SmtpTimeouts } from "./timeouts.ts";

const plainEhlo = [/^EHLO/, "250 scripted\r\n"] as const;

/** Delivers `message` to a server that behaves well but for `changes`. */
async function deliver(
  changes: readonly (readonly [RegExp, Answer | string])[],
  given: Partial<typeof message> = {},
  timeouts: Partial<SmtpTimeouts> = {},
) {
  await using server = await startScriptedServer("220 hi\r\n", politely(changes));
  await using connection = await open(server.port, { timeouts: { ...rfcTimeouts, quit: 200, ...timeouts } });
  const phases: SmtpPhase[] = [];
  const delivery = await connection.deliver({
    ...message,
    ...given,
    onPhase: (phase) => void phases.push(phase),
  });
  return { delivery, phases, lines: server.lines, isUsable: connection.isUsable };
}

const statuses = ({ recipients }: SmtpDelivery) => recipients.map(({ status }) => status);
const reasons = ({ recipients }: SmtpDelivery) =>
  recipients.map((outcome) => ("reason" in outcome ? outcome.reason : ""));

test("a message is handed over, phase by phase, pipelined or not", async () => {
  for (const changes of [[], [plainEhlo]]) {
    const { delivery, phases, lines, isUsable } = await deliver(changes);
    assert.equal(delivery.status, "delivered");
    assert.deepEqual(phases, ["before-data", "before-final-dot", "after-final-dot", "reply-read"]);
    const size = changes.length === 0 ? ` SIZE=${message.content.length}` : "";
    assert.deepEqual(lines.slice(1, 4), [
      `MAIL FROM:<ann@example.com>${size}`,
      "RCPT TO:<bob@example.net>",
      "DATA",
    ]);
    assert.deepEqual(lines.slice(-5), ["...dot".slice(1), "...", "bye", ".", "QUIT"].slice(-5));
    assert.ok(isUsable);
  }
});

test("each recipient has its own fate", async () => {
  const recipients = ["a@example.net", "b@example.net", "c@example.net", "d@example.net", "no address"];
  const changes = [
    [/<b@/, "450 4.2.0 later\r\n"],
    [/<c@/, "550-5.1.1 no\r\n550 5.1.1 such user\r\n"],
    [/<d@/, "552 too many\r\n"],
  ] as const;
  for (const extra of [[], [plainEhlo]]) {
    const { delivery } = await deliver([...extra, ...changes], { recipients });
    assert.equal(delivery.status, "partially-delivered");
    assert.deepEqual(
      delivery.recipients.map(({ address }) => address),
      recipients,
    );
    assert.deepEqual(statuses(delivery), [
      "delivered",
      "temporary-failure",
      "permanent-failure",
      "temporary-failure",
      "permanent-failure",
    ]);
    const refused = delivery.recipients[2];
    assert.ok(refused?.status === "permanent-failure");
    assert.equal(refused.reply?.enhancedCode, "5.1.1");
    assert.deepEqual(refused.reply.lines, ["5.1.1 no", "5.1.1 such user"]);
  }
});

test("what the server refuses, and when, decides the outcome", async () => {
  const cases: readonly [line: RegExp, answer: string, status: string, step: string][] = [
    [/^MAIL/, "451 4.3.0 later\r\n", "temporary-failure", "mail"],
    [/^MAIL/, "550 5.7.1 no\r\n", "permanent-failure", "mail"],
    [/^RCPT/, "450 4.2.0 later\r\n", "temporary-failure", "recipient"],
    [/^RCPT/, "550 5.1.1 no\r\n", "permanent-failure", "recipient"],
    [/^DATA/, "451 4.3.0 later\r\n", "temporary-failure", "data"],
    [/^DATA/, "554 5.0.0 no\r\n", "permanent-failure", "data"],
    [/^DATA/, "250 ok\r\n", "temporary-failure", "data"],
    [/^\.$/, "452 4.3.1 full\r\n", "temporary-failure", "final-dot"],
    [/^\.$/, "554-5.7.1 spam\r\n554 5.7.1 really\r\n", "permanent-failure", "final-dot"],
    [/^\.$/, "354 go on\r\n", "uncertain", "final-dot"],
    [/^MAIL/, "421 4.3.2 bye\r\n", "temporary-failure", "mail"],
    [
      /^RCPT/,
      `${"550-5.1.1 no such user, for many reasons\r\n".repeat(600)}550 no\r\n`,
      "permanent-failure",
      "recipient",
    ],
    [/^\.$/, `554 5.7.1 ${"x".repeat(20_000)}\r\n`, "permanent-failure", "final-dot"],
  ];
  for (const [line, answer, status, step] of cases) {
    for (const extra of [[], [plainEhlo]]) {
      const { delivery, phases } = await deliver([...extra, [line, answer]]);
      const [outcome] = delivery.recipients;
      assert.equal(delivery.status, status, `${line} ${answer}`);
      assert.ok(outcome !== undefined && "step" in outcome && outcome.step === step, JSON.stringify(outcome));
      assert.equal(phases.includes("before-data"), step === "final-dot");
    }
  }
});

test("a connection lost before the final dot is a temporary failure, after it an uncertainty", async () => {
  const drop: Answer = (_, socket) => void socket.destroy();
  const garbage = "what?\r\n";
  const endless: Answer = () => "x".repeat(10_000_000);
  const silence: Answer = () => undefined;
  const steps: readonly [line: RegExp, step: string, timeout: Partial<SmtpTimeouts>][] = [
    [/^MAIL/, "mail", { mail: 30 }],
    [/^RCPT/, "recipient", { recipient: 30 }],
    [/^DATA/, "data", { dataStart: 30 }],
    [/^\.$/, "final-dot", { finalDot: 30 }],
  ];
  for (const [line, step, timeout] of steps) {
    for (const answer of [drop, garbage, endless, silence]) {
      const { delivery, isUsable } = await deliver([plainEhlo, [line, answer]], {}, timeout);
      assert.equal(delivery.status, step === "final-dot" ? "uncertain" : "temporary-failure");
      const [outcome] = delivery.recipients;
      assert.ok(outcome !== undefined && "step" in outcome && outcome.step === step, JSON.stringify(outcome));
      assert.match(outcome.reason, /closed|failed|no reply|longer than|did not answer/);
      assert.ok(!isUsable);
    }
  }
});

test("recipients refused before the connection was lost stay refused", async () => {
  const { delivery } = await deliver(
    [plainEhlo, [/<a@/, "550 no\r\n"], [/<b@/, (_, socket) => void socket.destroy()]],
    { recipients: ["a@example.net", "b@example.net", "c@example.net"] },
  );
  assert.deepEqual(statuses(delivery), ["permanent-failure", "temporary-failure", "temporary-failure"]);
  assert.equal(delivery.status, "temporary-failure");
});

test("DATA taken without a recipient ends with a lone dot, and nobody is told of a delivery", async () => {
  const { delivery, lines, phases, isUsable } = await deliver([[/^RCPT/, "550 no\r\n"]]);
  assert.equal(delivery.status, "permanent-failure");
  assert.deepEqual(lines.slice(-3), ["DATA", ".", "QUIT"]);
  assert.deepEqual(phases, []);
  assert.ok(isUsable);
});

test("after a failed transaction the next begins with RSET", async () => {
  let refusals = 1;
  const answer: Answer = () => (refusals-- > 0 ? "550 no\r\n" : "250 ok\r\n");
  for (const extra of [[], [plainEhlo]]) {
    refusals = 1;
    await using server = await startScriptedServer("220 hi\r\n", politely([...extra, [/^MAIL/, answer]]));
    await using connection = await open(server.port);
    assert.equal((await connection.deliver(message)).status, "permanent-failure");
    assert.equal((await connection.deliver(message)).status, "delivered");
    assert.equal((await connection.deliver(message)).status, "delivered");
    assert.equal(server.lines.filter((line) => line === "RSET").length, 1);
  }
});

test("what must not be sent is refused before a word is said", async () => {
  const cases: readonly [given: Partial<typeof message>, reason: RegExp][] = [
    [{ from: "a@example.com> SIZE=1\r\nRCPT TO:<b@example.com" }, /is no address/],
    [{ recipients: ["a@example.com>\r\nDATA\r\n"] }, /is no address/],
    [{ recipients: ["ä@example.com"] }, /control or whitespace/],
    [{ content: Buffer.from("a\n.\n") }, /bare CR or LF/],
    [{ content: Buffer.from("a\r.\r\n") }, /bare CR or LF/],
    [{ content: Buffer.alloc(1_000_001, "a") }, /1000001 octets; the server takes 1000000/],
  ];
  for (const [given, reason] of cases) {
    const { delivery, lines } = await deliver([], given);
    assert.equal(delivery.status, "permanent-failure");
    assert.match(reasons(delivery)[0] ?? "", reason);
    assert.deepEqual(lines, ["EHLO client.example", "QUIT"]);
  }
});

test("8-bit content is announced to a server that knows it", async () => {
  const { lines } = await deliver([], { content: Buffer.from("ä\r\n") });
  assert.equal(lines[1], "MAIL FROM:<ann@example.com> SIZE=4 BODY=8BITMIME");
});

test("a server that speaks in the middle of the message is heard", async () => {
  const content = Buffer.alloc(20_000_000, "a line of text\r\n");
  let spoke = false;
  const { delivery, isUsable } = await deliver(
    [
      [/^EHLO/, "250-scripted\r\n250 PIPELINING\r\n"],
      [
        /^data:/,
        (_, socket) => {
          if (spoke) return undefined;
          spoke = true;
          socket.pause();
          return "552 5.3.4 too big\r\n";
        },
      ],
    ],
    { content },
  );
  assert.equal(delivery.status, "permanent-failure");
  assert.match(reasons(delivery)[0] ?? "", /552 5.3.4 too big/);
  assert.ok(!isUsable);
});

test("a reply given before it was asked for is not taken for one", async () => {
  const { delivery } = await deliver([plainEhlo, [/^RCPT/, "250 ok\r\n354 go on\r\n"]]);
  assert.equal(delivery.status, "temporary-failure");
  assert.match(reasons(delivery)[0] ?? "", /"354 go on" unasked/);
  const early = await deliver([[/^DATA/, "354 go on\r\n250 taken already\r\n"]]);
  assert.equal(early.delivery.status, "temporary-failure");
  assert.match(reasons(early.delivery)[0] ?? "", /answered 250 before the message was complete/);
});

test("a journal that fails stops the message from going out", async () => {
  await using server = await startScriptedServer("220 hi\r\n", politely());
  await using connection = await open(server.port);
  const onPhase = async () => await Promise.reject(new Error("disk full"));
  await assert.rejects(connection.deliver({ ...message, onPhase }), /disk full/);
  assert.ok(!connection.isUsable);
  assert.ok(!server.lines.includes("."));
});

test("a journal that fails when most of a large message is out keeps the final dot back", async () => {
  await using server = await startScriptedServer("220 hi\r\n", politely());
  await using connection = await open(server.port);
  const content = Buffer.concat([Buffer.from(message.content), Buffer.from("A line.\r\n".repeat(30_000))]);
  const onPhase = async (phase: SmtpPhase) => {
    if (phase === "before-final-dot") throw new Error("disk full");
  };
  await assert.rejects(connection.deliver({ ...message, content, onPhase }), /disk full/);
  assert.ok(!server.lines.includes("."));
});

test("an abort ends a delivery: before the final dot it is temporary, after it uncertain", async () => {
  for (const [line, status] of [
    [/^DATA/, "temporary-failure"],
    [/^\.$/, "uncertain"],
  ] as const) {
    const stop = new AbortController();
    const answer: Answer = () => {
      stop.abort();
      return undefined;
    };
    await using server = await startScriptedServer("220 hi\r\n", politely([[line, answer]]));
    await using connection = await open(server.port);
    const delivery = await connection.deliver(message, stop.signal);
    assert.equal(delivery.status, status);
    assert.deepEqual(reasons(delivery), ["We were told to stop."]);
    const again = await connection.deliver(message);
    assert.equal(again.status, "temporary-failure");
  }
});

test("two deliveries at once on one connection are a mistake of ours", async () => {
  await using server = await startScriptedServer("220 hi\r\n", politely());
  await using connection = await open(server.port);
  const first = connection.deliver(message);
  await assert.rejects(connection.deliver(message), /under way/);
  assert.equal((await first).status, "delivered");
});

test("a server that answers at random never makes us throw or claim a delivery it did not confirm", async () => {
  const random = seeded(20261107);
  const answers = [
    "250 ok\r\n",
    "354 go\r\n",
    "550 no\r\n",
    "421 bye\r\n",
    "250-a\r\n",
    "garbage\r\n",
    "",
    "220 x\r\n",
    "\u0000\r\n",
  ];
  for (let round = 0; round < 100; round += 1) {
    let confirmed = false;
    const answer: Answer = (line, socket) => {
      if (line.startsWith("EHLO")) return round % 2 === 0 ? "250-x\r\n250 PIPELINING\r\n" : "250 x\r\n";
      const said = answers[random.below(answers.length)];
      confirmed ||= said === "250 ok\r\n" || said === "220 x\r\n";
      if (random.below(20) === 0) socket.destroy();
      return said;
    };
    await using server = await startScriptedServer("220 hi\r\n", answer);
    const short = Object.fromEntries(Object.keys(rfcTimeouts).map((name) => [name, 10]));
    await using connection = await open(server.port, {
      timeouts: { ...rfcTimeouts, ...short, connect: 5_000, greeting: 5_000, command: 5_000 },
    });
    const delivery = await connection.deliver(message);
    assert.equal(delivery.recipients.length, 1);
    if (delivery.status === "delivered") assert.ok(confirmed);
  }
});
