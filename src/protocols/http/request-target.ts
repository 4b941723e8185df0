/** A request target taken apart, nothing of it decoded. */
export interface Target {
  /** Only in absolute form (`http://host/path`), which clients send to a proxy. RFC 9112 §3.2.2. */
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string;
}

const absoluteForm = /^https?:\/\/([^/?]*)/i;

export function readTarget(target: string): Target {
  const absolute = target.startsWith("/") ? null : absoluteForm.exec(target);
  const rest = absolute === null ? target : target.slice(absolute[0].length);
  const queryAt = rest.indexOf("?");
  const path = queryAt === -1 ? rest : rest.slice(0, queryAt);
  return {
    authority: absolute?.[1]?.toLowerCase(),
    path: path === "" ? "/" : path,
    query: queryAt === -1 ? "" : rest.slice(queryAt + 1),
  };
}

/** A target without its authority, for who routes on it. */
export function inOriginForm(target: string): string {
  if (target.startsWith("/")) return target;
  const { path, query } = readTarget(target);
  return query === "" ? path : `${path}?${query}`;
}
