import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { World } from "./world.ts";

/** Sends a message of which only the way matters, and sees what comes of it now; answers its id. */
export async function sendHello(world: World, from: string, ...to: string[]): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: to },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
    }),
  );
  await world.settle();
  return MessageId;
}
