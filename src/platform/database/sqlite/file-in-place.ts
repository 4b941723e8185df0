import { statSync } from "node:fs";

/** The file that is open was deleted or moved, or another was put in its place. */
export class FileReplaced extends Error {
  override readonly name = "FileReplaced";

  constructor(path: string) {
    super(
      `${path} is no longer the file that is open: it was deleted or moved, or another was put in its place. Nothing is written, for the next start would not find it. Put it back, or start Signet again.`,
    );
  }
}

/** Path → device and inode, of a database's file and its write-ahead log. */
export type FilesInPlace = ReadonlyMap<string, string>;

/** The log is there once somebody has looked into the file. */
export function filesOf(file: string): FilesInPlace {
  return new Map([file, `${file}-wal`].map((path) => [path, identityOf(path)]));
}

/**
 * Throws `FileReplaced`. A file that was deleted takes writes as before, and is gone with the process. Takes some microseconds, of which a
 * flush has hundreds.
 */
export function requireInPlace(files: FilesInPlace): void {
  for (const [path, identity] of files) {
    if (identityOf(path) !== identity) throw new FileReplaced(path);
  }
}

function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "" : `${found.dev}/${found.ino}`;
}
