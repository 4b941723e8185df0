import { once } from "node:events";
import { startApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { systemClock } from "./platform/clock.ts";
import { openLog } from "./platform/log.ts";
import { systemRandom } from "./platform/random.ts";

await using app = await startApp(readConfig(process.env), {
  clock: systemClock,
  random: systemRandom,
  log: openLog(process.stderr),
  nameServerPort: 53,
});
process.stdout.write(`${JSON.stringify({ http: app.httpUrl, dns: app.dns, key: app.localKey })}\n`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
