import { encodeAgain } from "./percent.ts";

const plain = /^[A-Za-z0-9\-._~/]*$/;
const dots = /\/\.{0,2}(?=\/|$)/;

/**
 * The canonical URI. For every service but S3 it is the path as sent, normalised (RFC 3986 §5.2.4, and no empty
 * segments) and encoded once more.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalPath(path: string): string {
  const normal = dots.test(path) ? normalise(path) : path;
  return plain.test(normal) ? normal : encodeAgain(normal);
}

function normalise(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.length === 0 ? "/" : `/${segments.join("/")}${path.endsWith("/") ? "/" : ""}`;
}
