import { once } from "node:events";
import { connect } from "node:net";

const longestGreeting = 1_000;

/**
 * The first line that a mail server says, and no more of a conversation than that. Rejects when there is none: with the connection's
 * error, or the signal's reason.
 */
export async function smtpGreeting(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<string> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect", { signal });
    let text = "";
    while (!text.includes("\n") && text.length < longestGreeting) {
      const [chunk] = (await Promise.race([
        once(socket, "data", { signal }),
        once(socket, "close", { signal }).then(() => {
          throw new Error("the connection ended without a greeting");
        }),
      ])) as [Buffer];
      text += chunk.toString("latin1");
    }
    socket.write("QUIT\r\n");
    return (
      text
        .split(/\r?\n/, 1)[0]
        ?.slice(0, longestGreeting)
        .replaceAll(/[^ -~]/g, "?") ?? ""
    );
  } finally {
    socket.destroy();
  }
}
