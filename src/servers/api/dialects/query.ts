import { writeXml, xmlText } from "#servers/api/wire/index.ts";
import type { Dialect } from "./dialect.ts";
import { failures } from "./failures.ts";

const namespace = "http://ses.amazonaws.com/doc/2010-12-01/";

/** AWS's Query protocol, as the older API of SES answers. */
export const query: Dialect = {
  name: "query",
  times: "iso-8601",
  requestIdHeader: "x-amzn-RequestId",
  // Without a charset, as AWS has it: it is UTF-8.
  contentType: "text/xml",
  success(output, { requestId, operation }) {
    if (operation === undefined) throw new Error("The Query protocol has operations alone.");
    const { name, output: shape } = operation;
    const result = writeXml(shape, output as Record<string, unknown>);
    return `<${name}Response xmlns="${namespace}"><${name}Result>${result}</${name}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
  },
  failure({ problem, message, olderCode }, requestId) {
    const { code, status } = failures[problem].query;
    const type = status < 500 ? "Sender" : "Receiver";
    const error = `<Error><Type>${type}</Type><Code>${olderCode ?? code}</Code><Message>${xmlText(message)}</Message></Error>`;
    const body = `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
    return { status, headers: {}, body };
  },
};
