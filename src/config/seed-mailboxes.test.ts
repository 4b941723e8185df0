import assert from "node:assert/strict";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readConfig } from "#config.ts";

async function withFile(text: string, use: (file: string) => void): Promise<void> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "signet-seeds-"));
  const file = join(folder.path, "seeds");
  await writeFile(file, text);
  use(file);
}

test("a seed mailbox is an address, where it is read, and what its provider is called", async () => {
  const text = [
    "# ours",
    "",
    "Ann@gmail.com imaps://ann%40gmail.com:p%3Aw%2F%40@imap.gmail.com",
    "bob@corp.example\timap://bob:pw@mail.corp.example:1143   Corp, inside \r",
    "cid@here.example imap://cid:pw@[::1]:143",
    "dan@there.example imap://dan:pw@127.example.com",
  ].join("\n");
  await withFile(text, (file) => {
    assert.deepEqual(readConfig({ SIGNET_SEED_MAILBOXES: file }).seedMailboxes, [
      {
        address: "Ann@gmail.com",
        provider: undefined,
        server: {
          host: "imap.gmail.com",
          port: 993,
          tls: "implicit",
          user: "ann@gmail.com",
          password: "p:w/@",
        },
      },
      {
        address: "bob@corp.example",
        provider: "Corp, inside",
        server: { host: "mail.corp.example", port: 1143, tls: "starttls", user: "bob", password: "pw" },
      },
      {
        address: "cid@here.example",
        provider: undefined,
        server: { host: "::1", port: 143, tls: "none", user: "cid", password: "pw" },
      },
      {
        address: "dan@there.example",
        provider: undefined,
        server: { host: "127.example.com", port: 143, tls: "starttls", user: "dan", password: "pw" },
      },
    ]);
  });
});

test("what makes no sense in a file of seed mailboxes is refused by its line, and never repeated", async () => {
  for (const [text, fault] of [
    ["ann@gmail.com", /line 1: expected an address/],
    ["\nann imaps://a:secret@imap.example", /line 2: expected an address/],
    ["a@b.example http://a:secret@imap.example", /line 1/],
    ["a@b.example imaps://a:se@cret@imap_@.example", /line 1/],
    ["a@b.example imaps://a@imap.example", /line 1/],
    ["a@b.example imaps://a:secret@imap.example/INBOX", /line 1/],
    ["a@b.example imaps://a:%secret@imap.example", /line 1/],
    [
      "a@b.example imaps://a:secret@i.example\nA@b.example imaps://a:secret@i.example",
      /names a@b\.example twice/,
    ],
  ] as const) {
    await withFile(text, (file) => {
      assert.throws(
        () => readConfig({ SIGNET_SEED_MAILBOXES: file }),
        (error: Error) => fault.test(error.message) && !error.message.includes("secret"),
        text,
      );
    });
  }
  assert.throws(
    () => readConfig({ SIGNET_SEED_MAILBOXES: "/nowhere/seeds" }),
    /SIGNET_SEED_MAILBOXES=\/nowhere\/seeds: .*ENOENT/,
  );
});
