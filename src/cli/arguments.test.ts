import assert from "node:assert/strict";
import { test } from "node:test";
import { operandsText, readArguments } from "./arguments.ts";
import { UsageError } from "./failures.ts";

const signature = {
  words: "dns set",
  operands: { name: "one", type: "one", value: "many" },
  options: {
    ttl: { type: "string", value: "<seconds>", help: "" },
    tag: { type: "string", multiple: true, help: "" },
    json: { type: "boolean", help: "" },
  },
} as const;

const optional = { words: "dns delete", operands: { name: "one", type: "optional" }, options: {} } as const;

test("operands and options are read by name, in any order", () => {
  const args = ["--ttl", "5", "a.example", "--json", "TXT", "one", "--tag=x=1", "two", "--tag", "y=2"];
  const { options, operands } = readArguments(args, signature);
  assert.deepEqual({ ...operands }, { name: "a.example", type: "TXT", value: ["one", "two"] });
  assert.deepEqual({ ...options }, { ttl: "5", json: true, tag: ["x=1", "y=2"] });
});

test("what follows two dashes is no option", () => {
  assert.deepEqual(readArguments(["a", "TXT", "--", "--ttl"], signature).operands.value, ["--ttl"]);
});

test("an optional operand may be left out", () => {
  assert.equal(readArguments(["a"], optional).operands.type, undefined);
  assert.equal(readArguments(["a", "MX"], optional).operands.type, "MX");
});

test("what is wrong is said in words", () => {
  const cases: [args: string[], message: RegExp][] = [
    [["a", "TXT"], /^<value> is missing\.$/],
    [[], /^<name> is missing\.$/],
    [["a", "TXT", "v", "--tll", "5"], /^There is no option --tll\. Did you mean --ttl\?$/],
    [["a", "TXT", "v", "-x"], /^There is no option -x\.$/],
    [["a", "TXT", "v", "--ttl"], /^--ttl needs a value: --ttl <seconds>$/],
    [["a", "TXT", "v", "--json=yes"], /^--json takes no value\.$/],
    [["a", "TXT", "v", "--constructor", "x"], /^There is no option --constructor/],
    [["a", "TXT", "v", "--__proto__", "x"], /^There is no option --__proto__/],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => readArguments(args, signature), { name: "UsageError", message, usage: "dns set" });
  }
  assert.throws(() => readArguments(["a", "MX", "more"], optional), /'more' is one argument too many/);
});

test("any words are read or refused, nothing else", () => {
  const words = [
    "--",
    "-",
    "--ttl",
    "--ttl=",
    "--json",
    "--json=1",
    "a",
    "",
    "-t",
    "--no-json",
    "--=",
    "-=x",
    "💌",
  ];
  for (let number = 0; number < words.length ** 3; number += 1) {
    const args = [0, 1, 2].map(
      (place) => words[Math.floor(number / words.length ** place) % words.length] ?? "",
    );
    try {
      readArguments(args, signature);
    } catch (error) {
      assert.ok(error instanceof UsageError, `${args.join(" ")}: ${String(error)}`);
    }
  }
});

test("the help shows which operands may be left out or repeated", () => {
  assert.equal(operandsText(signature.operands), "<name> <type> <value…>");
  assert.equal(operandsText(optional.operands), "<name> [type]");
});
