import type { Dialect } from "./dialect.ts";
import { failures } from "./failures.ts";

/** restJson1, as SES answers. */
export const aws: Dialect = {
  name: "aws",
  times: "epoch-seconds",
  requestIdHeader: "x-amzn-RequestId",
  contentType: "application/json",
  success: (output) => JSON.stringify(output),
  failure({ problem, message }) {
    const { name, status } = failures[problem].aws;
    return { status, headers: { "x-amzn-ErrorType": name }, body: JSON.stringify({ message }) };
  },
};
