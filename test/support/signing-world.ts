import { CreateConfigurationSetCommand, UpdateConfigurationSetCommand } from "@aws-sdk/client-sesv2";
import type { Engine } from "./engines.ts";
import { verifiedDomain } from "./verified-domain.ts";
import { World } from "./world.ts";

/** A domain that may send, and a set that signs by S/MIME. */
export async function signingWorld(
  engine: Engine,
  { domain, set }: { readonly domain: string; readonly set: string },
): Promise<World> {
  const world = await World.start(engine);
  await verifiedDomain(world, domain);
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: set }));
  await world.ses.send(
    new UpdateConfigurationSetCommand({
      ConfigurationSetName: set,
      MessageSecurityOptions: { SigningScheme: { SmimeScheme: {} } },
    }),
  );
  return world;
}
