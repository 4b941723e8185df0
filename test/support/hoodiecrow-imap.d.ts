// What is used of it here: it brings no declarations.
declare module "hoodiecrow-imap" {
  import type { Server } from "node:net";

  interface Folder {
    readonly "special-use"?: string;
    readonly messages?: readonly { readonly raw: string }[];
  }

  interface ImapServer {
    readonly server: Server;
    listen(port: number, host: string, listening: () => void): void;
    close(closed: () => void): void;
    appendMessage(folder: string, flags: readonly string[], date: string | false, raw: Buffer): void;
  }

  export default function hoodiecrow(options: {
    readonly plugins: readonly string[];
    readonly users?: Readonly<Record<string, { readonly password: string }>>;
    readonly storage: object;
  }): ImapServer;
}
