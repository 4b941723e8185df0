import { SESClient, type SESClientConfig } from "@aws-sdk/client-ses";
import type { World } from "./world.ts";

/** A client of the older API of SES, of the local account with its real key. */
export function olderClient({ app, clock }: World, options: SESClientConfig = {}): SESClient {
  return new SESClient({
    endpoint: app.httpUrl,
    region: "us-east-1",
    credentials: { accessKeyId: app.localKey?.id ?? "", secretAccessKey: app.localKey?.secret ?? "" },
    // The service's clock is the test's: the client must sign by the same.
    systemClockOffset: clock.now() - Date.now(),
    maxAttempts: 1,
    ...options,
  });
}
