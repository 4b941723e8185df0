import { dirname, resolve, sep } from "node:path";
import { Failure } from "./failures.ts";

/** What the system or SQLite says of the data folder, in words that say what to do; any other error as it is. */
export function explainedFolder(error: unknown, folder: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  const what = path === undefined ? ofSqlite(error, folder) : concerns(path, folder) && ofFile(code, path);
  return what ? new Failure(`${what} (${(error as Error).message})`, { cause: error }) : error;
}

const elsewhere = "or set SIGNET_DATA to another folder.";

function ofFile(code: string | undefined, path: string): string | undefined {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return `${path} may not be used by ${whoWeAre()}. Give it to that user, ${elsewhere}`;
    case "EROFS":
      return `${path} is on a file system that takes no writes. Make it writable, ${elsewhere}`;
    case "ENOSPC":
    case "EDQUOT":
      return full(dirname(path));
    case "ENOENT":
    case "ENOTDIR":
      return `The folder ${path} cannot be made. Make it, ${elsewhere}`;
    default:
      return undefined;
  }
}

function ofSqlite(error: unknown, folder: string): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  // Of our own threads' errors only the message is left.
  if (code !== "ERR_SQLITE_ERROR" && !message?.startsWith("SQLite: ")) return undefined;
  if (/readonly database/.test(message)) {
    return `The database in ${folder} may not be written by ${whoWeAre()}, or is on a file system that takes no writes. Give it to that user, ${elsewhere}`;
  }
  if (/unable to open database file/.test(message)) {
    return `There can be no database in ${folder}: it is no folder, may not be written by ${whoWeAre()}, or this process may open no more files. Give it to that user, ${elsewhere}`;
  }
  if (/database or disk is full|disk I\/O error/.test(message)) return full(folder);
  if (/not a database|malformed/.test(message)) {
    return `The database in ${folder} is damaged, or none of SQLite's. Restore it from a backup, ${elsewhere}`;
  }
  return undefined;
}

function full(folder: string): string {
  return `There is no room where ${folder} is, or its disk is at fault. Make room, and start again: what was kept there is still there.`;
}

function whoWeAre(): string {
  return process.getuid === undefined ? "this user" : `the user of this process (uid ${process.getuid()})`;
}

/** Inside it, or one of those above that would have to be made first. */
function concerns(path: string, folder: string): boolean {
  const [one, other] = [resolve(path) + sep, resolve(folder) + sep];
  return one.startsWith(other) || other.startsWith(one);
}
