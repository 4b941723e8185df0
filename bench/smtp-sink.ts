// The end of the road for measured messages: takes all there are, as fast as it can, and tells how many and when. Told to hold,
// it closes what is open and greets nobody until it is told to go on.
import { createServer, type Socket } from "node:net";

let received = 0;
let firstAt = 0;
let lastAt = 0;
let held: Socket[] | undefined;
const open = new Set<Socket>();

const ok = "250 Ok\r\n";

const server = createServer((socket) => {
  socket.setNoDelay(true);
  open.add(socket);
  socket.on("close", () => open.delete(socket));
  let inData = false;
  let rest = "";
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    let text = rest + chunk.toString("latin1");
    let answer = "";
    while (text !== "") {
      if (inData) {
        const end = text.indexOf("\r\n.\r\n");
        if (end === -1) {
          // The end mark may lie across two chunks.
          text = text.slice(-4);
          break;
        }
        inData = false;
        received++;
        lastAt = performance.now();
        firstAt ||= lastAt;
        answer += ok;
        text = text.slice(end + 5);
        continue;
      }
      const end = text.indexOf("\r\n");
      if (end === -1) break;
      const verb = text.slice(0, 4).toUpperCase();
      text = text.slice(end + 2);
      if (verb === "EHLO") answer += "250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
      else if (verb === "DATA") {
        answer += "354 Go on\r\n";
        inData = true;
      } else if (verb === "QUIT") {
        socket.end(`${answer}221 Bye\r\n`);
        return;
      } else answer += ok;
    }
    rest = text;
    if (answer !== "") socket.write(answer);
  });
  if (held === undefined) socket.write(greeting);
  else held.push(socket);
});

const greeting = "220 sink ESMTP\r\n";

process.on("message", (message) => {
  if (message === "usage") return;
  if (message === "hold") {
    held ??= [];
    for (const socket of open) socket.destroy();
  }
  if (message === "go on") {
    for (const socket of held ?? []) socket.write(greeting);
    held = undefined;
  }
  if (message === "begin") [received, firstAt] = [0, 0];
  process.send?.({ received, tookMs: lastAt - firstAt, agoMs: performance.now() - lastAt });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(`listening on ${typeof address === "object" && address !== null ? address.port : 0}`);
});
