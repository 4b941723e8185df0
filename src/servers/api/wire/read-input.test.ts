import assert from "node:assert/strict";
import { test } from "node:test";
import { InputFault, readInput, router } from "./index.ts";

function read(method: string, target: string, body: string | Uint8Array = ""): Record<string, unknown> {
  const route = router.route(method, target);
  assert.ok(route.kind === "operation", `${method} ${target} is known`);
  return readInput(route.call, typeof body === "string" ? new TextEncoder().encode(body) : body);
}

/** `kind | AWS's text | our text | our text …` of the fault that reading ends in. */
function faultOf(method: string, target: string, body: string | Uint8Array = ""): string {
  try {
    read(method, target, body);
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    return [error.kind, error.message, ...error.faults.map(({ message }) => message)].join(" | ");
  }
  return "none";
}

const create = (body: string | Uint8Array) => read("POST", "/v2/email/identities", body);
const createFault = (body: string | Uint8Array) => faultOf("POST", "/v2/email/identities", body);
const send = (content: string) => read("POST", "/v2/email/outbound-emails", `{"Content":${content}}`);
const sendFault = (content: string) => faultOf("POST", "/v2/email/outbound-emails", `{"Content":${content}}`);

test("an input has the model's members and no others", () => {
  const body = `{"EmailIdentity":"example.com","Tags":null,"__type":"x","constructor":1,"__proto__":{"Tags":1},"x":[{}]}`;
  const input = create(body);
  assert.deepEqual(input, { EmailIdentity: "example.com" });
  assert.equal(Object.getPrototypeOf(input), Object.prototype);
});

test("a member of the path or the query is not taken from the body", () => {
  const body = `{"EmailIdentity":"other.example","SigningEnabled":true}`;
  assert.deepEqual(read("PUT", "/v2/email/identities/a%40example.com/dkim", body), {
    EmailIdentity: "a@example.com",
    SigningEnabled: true,
  });
});

test("no body stands for {}, white space does not", () => {
  const required = "Value at 'emailIdentity' failed to satisfy constraint: Member must not be null";
  assert.equal(
    createFault(""),
    `constraint | 1 validation error detected: ${required} | EmailIdentity is required`,
  );
  assert.deepEqual(read("PUT", "/v2/email/account/sending"), {});
  assert.match(faultOf("PUT", "/v2/email/account/sending", " \n"), /^serialization \| .*not valid JSON/);
});

test("what is no JSON object is refused", () => {
  for (const body of ["{", '{"EmailIdentity":}', "\u0000", "nul", '{"a":1}x', "{'a':1}", "[1,]"]) {
    assert.match(
      createFault(body),
      /^serialization \| The request body is not valid JSON \| .* JSON: ./,
      body,
    );
  }
  for (const body of ["null", "1", '"x"', "true"]) {
    assert.equal(createFault(body), "serialization | Expected null | The request body must be an object");
  }
  assert.match(createFault("[1]"), /^serialization \| Start of list found where not expected \|/);
  assert.match(createFault(new Uint8Array([0x22, 0xff, 0x22])), /^serialization \| .*not valid UTF-8/);
});

test("wrong types are named as AWS names them, with the place", () => {
  const cases: [body: string, expected: string][] = [
    ['"EmailIdentity":1', "NUMBER_VALUE can not be converted to a String | EmailIdentity must be a string"],
    ['"EmailIdentity":true', "TRUE_VALUE can not be converted to a String | EmailIdentity must be a string"],
    [
      '"EmailIdentity":{}',
      "Start of structure or map found where not expected. | EmailIdentity must be a string",
    ],
    ['"EmailIdentity":[]', "Start of list found where not expected | EmailIdentity must be a string"],
    ['"Tags":"x"', "Expected list or null | Tags must be a list"],
    ['"Tags":{"0":1}', "Expected list or null | Tags must be a list"],
    ['"Tags":["x"]', "Expected null | Tags[0] must be an object"],
    [
      '"Tags":[{"Key":"k","Value":2}]',
      "NUMBER_VALUE can not be converted to a String | Tags[0].Value must be a string",
    ],
    [
      '"DkimSigningAttributes":[]',
      "Start of list found where not expected | DkimSigningAttributes must be an object",
    ],
  ];
  for (const [body, expected] of cases) assert.equal(createFault(`{${body}}`), `serialization | ${expected}`);
});

test("a string that names a boolean is one, any other is refused, and null is not false", () => {
  const put = (value: string) => ["PUT", "/v2/email/account/sending", `{"SendingEnabled":${value}}`] as const;
  for (const word of ["true", "True", "YES", "y", "t", "1"])
    assert.deepEqual(read(...put(`"${word}"`)), { SendingEnabled: true }, word);
  for (const word of ["false", "False", "NO", "n", "f", "0"])
    assert.deepEqual(read(...put(`"${word}"`)), { SendingEnabled: false }, word);
  assert.deepEqual(read(...put("false")), { SendingEnabled: false });
  for (const word of ["", "off", " true"])
    assert.match(faultOf(...put(`"${word}"`)), /STRING_VALUE can not be converted to an Boolean/);
  assert.match(faultOf(...put("0")), /NUMBER_VALUE can not be converted to a Boolean/);
  assert.match(faultOf(...put("null")), /NULL_VALUE can not be converted to a Boolean/);
});

test("null inside a list or a map is not an absent member", () => {
  assert.equal(
    createFault('{"EmailIdentity":"a","Tags":[{"Key":"k","Value":"v"},null]}'),
    "constraint | 1 validation error detected: Value at 'tags.2.member' failed to satisfy constraint: " +
      "Member must not be null | Tags[1] must not be null",
  );
});

test("base64 is decoded, and bad base64 refused", () => {
  assert.deepEqual(send('{"Raw":{"Data":"AP+ACg=="}}'), {
    Content: { Raw: { Data: new Uint8Array([0, 255, 128, 10]) } },
  });
  for (const data of ["AP-_", "A", "AA=A", "====", "é", "AP+ACg=\\u0000"]) {
    assert.match(
      sendFault(`{"Raw":{"Data":"${data}"}}`),
      /^serialization \|.*Content\.Raw\.Data must be valid base64$/,
    );
  }
  assert.match(sendFault('{"Raw":{"Data":5}}'), /NUMBER_VALUE can not be converted to a Blob/);
});

test("integers are whole and have 32 bits", () => {
  const list = (size: string) => ["POST", "/v2/email/list-identities", `{"PageSize":${size}}`] as const;
  assert.deepEqual(read(...list("10")), { PageSize: 10 });
  for (const size of ["1.5", "1e10", "1e999", '"10"', "true"]) {
    assert.match(
      faultOf(...list(size)),
      /can not be converted to an Integer \| PageSize must be an integer/,
      size,
    );
  }
});

test("times are seconds in a body and RFC 3339 in a query", () => {
  const job = (start: string) => {
    const source = `{"MessageInsightsDataSource":{"StartDate":${start},"EndDate":1}}`;
    return `{"ExportDataSource":${source},"ExportDestination":{"DataFormat":"CSV"}}`;
  };
  const input = read("POST", "/v2/email/export-jobs", job("1700000000.123")) as unknown as {
    ExportDataSource: { MessageInsightsDataSource: { StartDate: Date } };
  };
  const { StartDate } = input.ExportDataSource.MessageInsightsDataSource;
  assert.equal(StartDate.toISOString(), "2023-11-14T22:13:20.123Z");
  for (const start of ['"1700000000"', "1e300", "-1e300", "true", "{}"]) {
    assert.match(faultOf("POST", "/v2/email/export-jobs", job(start)), /^serialization/, start);
  }

  const since = (time: string) => ["GET", `/v2/email/suppression/addresses?StartDate=${time}`] as const;
  assert.deepEqual(read(...since("2024-02-29T00%3A00%3A00.5Z")), {
    StartDate: new Date("2024-02-29T00:00:00.500Z"),
  });
  for (const time of [
    "1700000000",
    "2023-02-29T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-01-01",
    "",
    "now",
  ]) {
    assert.match(faultOf(...since(time)), /^serialization.*StartDate must be a time/, time);
  }
});

test("a query repeats the parameter of a list, which may have another name than the member", () => {
  assert.deepEqual(
    read("GET", "/v2/email/suppression/addresses?Reason=BOUNCE&Reason=COMPLAINT&PageSize=3&X-Amz-Date=x"),
    {
      Reasons: ["BOUNCE", "COMPLAINT"],
      PageSize: 3,
    },
  );
  assert.deepEqual(read("DELETE", "/v2/email/tags?ResourceArn=a&TagKeys=a%20b&TagKeys=c+d&TagKeys"), {
    ResourceArn: "a",
    TagKeys: ["a b", "c d", ""],
  });
  for (const size of ["ten", "", "0x10", "1.5", "99999999999", "1e3", " 1"]) {
    assert.match(faultOf("GET", `/v2/email/templates?PageSize=${size}`), /PageSize must be an integer/, size);
  }
});

test("the older forms take their members from the query", () => {
  assert.deepEqual(read("GET", "/v2/email/identities?PageSize=5&NextToken=abc&Filter=x"), {
    PageSize: 5,
    NextToken: "abc",
  });
});

test("percent-encoding that cannot be decoded is refused", () => {
  for (const label of ["%", "%zz", "%E0%A4%A", "%FF", "%C0%AF"]) {
    assert.match(faultOf("GET", `/v2/email/identities/${label}`), /^uri \| The path of the request/, label);
    assert.match(faultOf("GET", `/v2/email/templates?NextToken=${label}`), /^uri \| The query/, label);
    assert.match(faultOf("GET", `/v2/email/templates?${label}=1`), /^uri \| The query/, label);
  }
});

test("NUL characters and halves of surrogate pairs are refused everywhere", () => {
  assert.match(
    createFault('{"EmailIdentity":"a\\u0000b"}'),
    /^constraint.*EmailIdentity must not contain NUL/,
  );
  assert.match(createFault('{"EmailIdentity":"a\\ud800b"}'), /^constraint.*must be well-formed Unicode/);
  assert.match(
    faultOf("GET", "/v2/email/identities/a%00"),
    /^constraint.*EmailIdentity must not contain NUL/,
  );
  assert.match(
    faultOf("GET", "/v2/email/templates?NextToken=%00"),
    /^constraint.*NextToken must not contain NUL/,
  );
  const filter = '{"Filter":{"IDENTITY_TYPE\\u0000":"x"}}';
  assert.match(faultOf("POST", "/v2/email/list-identities", filter), /^constraint.*must not contain NUL/);
});

test("depth is bounded, also where nothing is read", () => {
  const deep = "[".repeat(10_000) + "]".repeat(10_000);
  const bodies = [
    deep,
    `{"EmailIdentity":${deep}}`,
    `{"EmailIdentity":"a","x":${deep}}`,
    `{"EmailIdentity":"a","x":${'{"x":'.repeat(10_000)}1${"}".repeat(10_000)}}`,
  ];
  for (const body of bodies) {
    assert.match(createFault(body), /^serialization.*\| The request body is nested too deeply$/);
  }
  const list = "[".repeat(40) + "]".repeat(40);
  assert.match(createFault(`{"EmailIdentity":${list}}`), /EmailIdentity must be a string/);
  assert.deepEqual(create(`{"EmailIdentity":"a","x":${list}}`), { EmailIdentity: "a" });
});

test("a union has exactly one member", () => {
  const update = (scheme: string) =>
    [
      "POST",
      "/v2/email/update-configuration-sets",
      `{"ConfigurationSetName":"c","MessageSecurityOptions":{"SigningScheme":${scheme}}}`,
    ] as const;
  assert.deepEqual(read(...update('{"DefaultScheme":{},"SmimeScheme":null,"__type":"x"}')), {
    ConfigurationSetName: "c",
    MessageSecurityOptions: { SigningScheme: { DefaultScheme: {} } },
  });
  for (const scheme of ["{}", '{"Other":{}}', '{"DefaultScheme":{},"SmimeScheme":{}}']) {
    assert.match(faultOf(...update(scheme)), /must have exactly one of DefaultScheme, SmimeScheme/, scheme);
  }
});

test("the entries of a map are own properties, whatever they are called", () => {
  const fault = faultOf("POST", "/v2/email/list-identities", '{"Filter":{"__proto__":"x"}}');
  assert.match(fault, /^constraint.*Filter\["__proto__"\]/);
});
