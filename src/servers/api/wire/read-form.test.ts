// Whatever arrives, reading it ends in an input or in an InputFault.
import assert from "node:assert/strict";
import { test } from "node:test";
import { InputFault, olderOperations, readForm, readFormInput } from "./index.ts";

function read(name: string, form: string): Record<string, unknown> {
  const operation = olderOperations.get(name);
  assert.ok(operation);
  return readFormInput(operation, readForm(form));
}

function faultOf(name: string, form: string): InputFault {
  try {
    read(name, form);
  } catch (error) {
    assert.ok(error instanceof InputFault, String(error));
    return error;
  }
  return assert.fail(`${form.slice(0, 100)} was read`);
}

const letter = "Message.Subject.Data=Hi&Message.Body.Text.Data=Hello&Source=a%40x.test";

test("lists are read in the order of their numbers, whatever is left out between them", () => {
  const form = `${letter}&Destination.ToAddresses.member.10=c&Tags.member.2.Value=v&Destination.ToAddresses.member.2=b&Destination.ToAddresses.member.01=a&Tags.member.2.Name=n&Destination.CcAddresses=&Destination.BccAddresses.member.x=no`;
  assert.deepEqual(read("SendEmail", form), {
    Source: "a@x.test",
    Destination: { ToAddresses: ["a", "b", "c"], CcAddresses: [], BccAddresses: [] },
    Message: { Subject: { Data: "Hi" }, Body: { Text: { Data: "Hello" } } },
    Tags: [{ Name: "n", Value: "v" }],
  });
});

test("a form is UTF-8 in percent-encoding or as it is, and a plus sign is a space", () => {
  const { Source } = read("SendRawEmail", "Source=Gr%C3%BC%C3%9Fe+%2B+ü&RawMessage.Data=");
  assert.equal(Source, "Grüße + ü");
});

test("base64 is read with its plus signs as they are, escaped, and in lines", () => {
  for (const data of ["++/+Cg==", "%2B%2B%2F%2BCg%3D%3D", "++/%2B%0D%0ACg==", "++/+Cg"]) {
    const { RawMessage } = read("SendRawEmail", `RawMessage.Data=${data}`) as {
      RawMessage: { Data: Uint8Array };
    };
    assert.equal(Buffer.from(RawMessage.Data).toString("hex"), "fbeffe0a", data);
  }
  for (const data of ["%00", "*", "A", "====", "é"]) {
    assert.equal(faultOf("SendRawEmail", `RawMessage.Data=${data}`).kind, "serialization", data);
  }
});

test("what is to be switched off is not switched on, however it is written", () => {
  const enabled = (text: string) => read("UpdateAccountSendingEnabled", `Enabled=${text}`)["Enabled"];
  for (const on of ["true", "True", "TRUE", "1"]) assert.equal(enabled(on), true, on);
  for (const off of ["false", "False", "FALSE", "0"]) assert.equal(enabled(off), false, off);
  for (const neither of ["", "no", "off", "2", "+false"]) {
    const { kind, faults } = faultOf("UpdateAccountSendingEnabled", `Enabled=${neither}`);
    assert.deepEqual([kind, faults[0]?.path], ["serialization", "Enabled"], neither);
  }
});

test("what comes twice counts the first time, and what no operation has not at all", () => {
  const form =
    "RawMessage.Data=&Source=a&Source=b&__proto__.x=1&constructor=2&RawMessage.__proto__.Data=3&Source.x=4&Destinations.member.1.x=5&=6&&.=7";
  assert.deepEqual(read("SendRawEmail", form), {
    RawMessage: { Data: new Uint8Array(0) },
    Source: "a",
    Destinations: [],
  });
});

test("what is missing, too long or no text is named as AWS names it", () => {
  assert.equal(
    faultOf("SendEmail", "Destination.ToAddresses.member.1=a&Message.Body=&Source=a&Tags.member.7.Name=n")
      .message,
    "2 validation errors detected: Value at 'message.subject' failed to satisfy constraint: Member must not be null; Value at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
  );
  const templated = "Source=a&Destination.ToAddresses.member.1=b&Template=t&TemplateData=";
  assert.match(
    faultOf("SendTemplatedEmail", templated + "x".repeat(262_145)).message,
    /less than or equal to 262144/,
  );
  for (const source of ["%00", "%ff", "%zz", "%"])
    faultOf("SendRawEmail", `RawMessage.Data=&Source=${source}`);
});

test("no form takes much, however it is made", () => {
  const many = [
    "&".repeat(200_000),
    "a=&".repeat(200_000),
    Array.from({ length: 3_000 }, (_, at) => `${at}.${".".repeat(120)}=`).join("&"),
  ];
  for (const form of many) assert.throws(() => readForm(form), InputFault);
  assert.deepEqual(readForm(`${"a".repeat(10_000_000)}=1&b=2`), { parts: new Map([["b", { value: "2" }]]) });
});

test("random forms are read or refused", () => {
  const pieces = [
    "&",
    "=",
    ".",
    "member",
    "1",
    "0",
    "Tags",
    "Name",
    "Destinations",
    "RawMessage",
    "Data",
    "%",
    "%41",
    "+",
    "é",
  ];
  let state = 7;
  for (let round = 0; round < 20_000; round++) {
    let form = "RawMessage.Data=&";
    for (let at = 0; at < 12; at++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      form += pieces[(state >>> 8) % pieces.length];
    }
    try {
      read("SendRawEmail", form);
    } catch (error) {
      assert.ok(error instanceof InputFault, form);
    }
  }
});
