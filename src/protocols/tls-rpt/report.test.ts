import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import PostalMime from "postal-mime";
import { composeMessage } from "#protocols/mime/compose.ts";
import { reportMessage } from "./message.ts";
import { reportFileName, reportJson, type TlsReport, writeReport } from "./report.ts";

const day = Date.UTC(2016, 3, 1);

/** The facts of the example in RFC 8460, appendix B. */
const example: TlsReport = {
  id: "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
  organization: "Company-X",
  contact: "sts-reporting@company-x.example",
  submitter: "company-x.example",
  domain: "company-y.example",
  from: day,
  to: day + 86_400_000,
  policies: [
    {
      policy: {
        type: "sts",
        domain: "company-y.example",
        text: ["version: STSv1", "mode: testing", "mx: *.mail.company-y.example", "max_age: 86400"],
        mxHosts: ["*.mail.company-y.example"],
      },
      succeeded: 5_326,
      failures: [
        {
          failure: {
            type: "certificate-expired",
            sendingIp: "2001:db8:abcd:0012::1",
            receivingHost: "mx1.mail.company-y.example",
          },
          count: 100,
        },
        {
          failure: {
            type: "starttls-not-supported",
            sendingIp: "2001:db8:abcd:0013::1",
            receivingHost: "mx2.mail.company-y.example",
            receivingIp: "203.0.113.56",
          },
          count: 200,
        },
        {
          failure: {
            type: "validation-failure",
            sendingIp: "198.51.100.62",
            receivingHost: "mx-backup.mail.company-y.example",
            receivingIp: "203.0.113.58",
            reason: "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED",
          },
          count: 3,
        },
      ],
    },
  ],
};

const exampleJson = {
  "organization-name": "Company-X",
  "date-range": { "start-datetime": "2016-04-01T00:00:00Z", "end-datetime": "2016-04-01T23:59:59Z" },
  "contact-info": "sts-reporting@company-x.example",
  "report-id": "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
  policies: [
    {
      policy: {
        "policy-type": "sts",
        "policy-string": [
          "version: STSv1",
          "mode: testing",
          "mx: *.mail.company-y.example",
          "max_age: 86400",
        ],
        "policy-domain": "company-y.example",
        "mx-host": ["*.mail.company-y.example"],
      },
      summary: { "total-successful-session-count": 5_326, "total-failure-session-count": 303 },
      "failure-details": [
        {
          "result-type": "certificate-expired",
          "sending-mta-ip": "2001:db8:abcd:0012::1",
          "receiving-mx-hostname": "mx1.mail.company-y.example",
          "failed-session-count": 100,
        },
        {
          "result-type": "starttls-not-supported",
          "sending-mta-ip": "2001:db8:abcd:0013::1",
          "receiving-mx-hostname": "mx2.mail.company-y.example",
          "receiving-ip": "203.0.113.56",
          "failed-session-count": 200,
        },
        {
          "result-type": "validation-failure",
          "sending-mta-ip": "198.51.100.62",
          "receiving-ip": "203.0.113.58",
          "receiving-mx-hostname": "mx-backup.mail.company-y.example",
          "failed-session-count": 3,
          "failure-reason-code": "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED",
        },
      ],
    },
  ],
};

test("a report says what the RFC's example does, in its form", () => {
  assert.deepEqual(reportJson(example), exampleJson);
  assert.deepEqual(JSON.parse(gunzipSync(writeReport(example)).toString()), exampleJson);
});

test("where no policy was found there is none to show, but whose it would have been", () => {
  const policy = { type: "no-policy-found", domain: "company-y.example", text: [], mxHosts: [] } as const;
  const json = reportJson({ ...example, policies: [{ policy, succeeded: 1, failures: [] }] });
  assert.deepEqual(Reflect.get(json, "policies"), [
    {
      policy: { "policy-type": "no-policy-found", "policy-domain": "company-y.example" },
      summary: { "total-successful-session-count": 1, "total-failure-session-count": 0 },
      "failure-details": [],
    },
  ]);
});

test("a file says in its name whose report it is, about whom, and of when", () => {
  assert.equal(reportFileName(example), "company-x.example!company-y.example!1459468800!1459555199.json.gz");
});

test("as mail it is a multipart/report with words and the compressed report, and names both domains", async () => {
  const composed = composeMessage(
    {
      from: { address: "no-reply@company-x.example" },
      to: [{ address: "reports@company-y.example" }],
      ...reportMessage({ ...example, id: "1@company-x.example" }),
      date: day,
      messageId: "2@company-x.example",
    },
    { bytes: (count) => new Uint8Array(count) },
  );
  const text = Buffer.from(composed).toString("latin1");
  const [head = ""] = text.split("\r\n\r\n");
  const unfolded = head.replaceAll(/\r\n[ \t]/g, " ");
  assert.match(unfolded, /^Content-Type: multipart\/report; report-type="tlsrpt"; boundary=/m);
  assert.match(unfolded, /^TLS-Report-Domain: company-y\.example$/m);
  assert.match(unfolded, /^TLS-Report-Submitter: company-x\.example$/m);
  assert.match(unfolded, /^TLS-Required: No$/m);
  const read = await PostalMime.parse(composed);
  assert.equal(
    read.subject,
    "Report Domain: company-y.example Submitter: company-x.example Report-ID: <1@company-x.example>",
  );
  assert.match(read.text ?? "", /from company-x\.example to company-y\.example on 2016-04-01/);
  const [file, ...others] = read.attachments;
  assert.equal(others.length, 0);
  assert.equal(file?.mimeType, "application/tlsrpt+gzip");
  assert.equal(file?.filename, reportFileName(example));
  const json: unknown = JSON.parse(gunzipSync(Buffer.from(file?.content as ArrayBuffer)).toString());
  assert.deepEqual(json, { ...exampleJson, "report-id": "1@company-x.example" });
});
