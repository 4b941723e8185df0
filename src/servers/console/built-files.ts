import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | "identity";

export interface BuiltFile {
  readonly contentType: string;
  /** Whether its text is worth compressing, in which case answers differ by what the browser takes. */
  readonly isCompressible: boolean;
  /** Named by a hash of its content: it never changes. */
  readonly isImmutable: boolean;
  as(encoding: Encoding): Promise<Uint8Array>;
}

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};
const compressible = /^text\/|json|svg/;

/** One file at the top, or one of the assets. No name begins with a dot, so none leads anywhere else. */
const placeOfFile = /^\/(assets\/)?[\w-][\w.-]{0,200}$/;

/** The folder that the console was built into, which may be built anew while it is served. */
export class BuiltFiles {
  readonly #folder: string;
  /** Assets that were asked for: a page that is open still finds those of its own build after the next one. */
  readonly #assets = new Map<string, BuiltFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async page(): Promise<BuiltFile | undefined> {
    return await this.#read("/index.html");
  }

  /** By the path of its URL; undefined: there is no such file. */
  async find(path: string): Promise<BuiltFile | undefined> {
    if (!placeOfFile.test(path) || contentTypes[extname(path)] === undefined) return undefined;
    const known = this.#assets.get(path);
    if (known !== undefined) return known;
    const file = await this.#read(path);
    if (file?.isImmutable) this.#assets.set(path, file);
    return file;
  }

  async #read(path: string): Promise<BuiltFile | undefined> {
    const contentType = contentTypes[extname(path)] ?? "application/octet-stream";
    const content = await readFile(join(this.#folder, path)).catch(unlessMissing);
    if (content === undefined) return undefined;
    const isCompressible = compressible.test(contentType);
    const made = new Map<Encoding, Promise<Uint8Array>>();
    return {
      contentType,
      isCompressible,
      isImmutable: path.startsWith("/assets/"),
      async as(encoding) {
        const done = made.get(encoding) ?? encode(content, isCompressible ? encoding : "identity");
        made.set(encoding, done);
        return await done;
      },
    };
  }
}

function unlessMissing(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
  throw error;
}

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);
/** Of 11: at 9, all files together take twelve times as long and become a hundredth smaller. */
const brotliQuality = 6;

async function encode(content: Uint8Array, encoding: Encoding): Promise<Uint8Array> {
  switch (encoding) {
    case "br":
      return await toBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } });
    case "gzip":
      return await toGzip(content, { level: 9 });
    case "identity":
      return content;
  }
}
