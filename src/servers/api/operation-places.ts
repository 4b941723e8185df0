export const operationsPath = "/v2/email";
/** Where older clients look for one of them, PutEmailIdentityDkimSigningAttributes. */
const olderPath = "/v1/email";

/** Where the calls of the older API are posted to, and those of other services. */
export const queryPath = "/";

/** Whether a request is for an operation, or would be. */
export function isForOperation(target: string, method: string | undefined): boolean {
  return isOperationPath(target) || isQuery(target, method);
}

function isOperationPath(path: string): boolean {
  if (!path.startsWith(operationsPath) && !path.startsWith(olderPath)) return false;
  const next = path.charAt(operationsPath.length);
  return next === "/" || next === "?" || next === "";
}

/** Old clients ask by GET, too. */
function isQuery(target: string, method: string | undefined): boolean {
  if (target !== queryPath && !target.startsWith(`${queryPath}?`)) return false;
  return method === "POST" || (method === "GET" && /[?&]Action=/.test(target));
}
