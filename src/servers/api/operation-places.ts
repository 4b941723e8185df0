export const operationsPath = "/v2/email";
/** Where older clients look for one of them, PutEmailIdentityDkimSigningAttributes. */
const olderPath = "/v1/email";

/** Where the calls of the older API are posted to, and those of other services. */
export const queryPath = "/";

/** Whether a request is for an operation, or would be. */
export function isForOperation(
  target: string,
  method: string | undefined,
  authorization: string | undefined,
): boolean {
  return isOperationPath(target) || isQuery(target, method, authorization);
}

function isOperationPath(path: string): boolean {
  if (!path.startsWith(operationsPath) && !path.startsWith(olderPath)) return false;
  const next = path.charAt(operationsPath.length);
  return next === "/" || next === "?" || next === "";
}

/** Old clients ask by GET, too: with a header that no page makes a browser send, as images do not act for whoever is at home. */
function isQuery(target: string, method: string | undefined, authorization: string | undefined): boolean {
  if (target !== queryPath && !target.startsWith(`${queryPath}?`)) return false;
  return method === "POST" || (method === "GET" && authorization !== undefined && /[?&]Action=/.test(target));
}
