import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { publishedTexts } from "./our-dns.ts";
import type { World } from "./world.ts";

export interface SeenSignature {
  readonly domain: string;
  readonly result: string;
}

/** What a receiver makes of a message's DKIM signatures, looking keys up as the world's name servers and ours publish them. */
export async function signaturesOf(world: World, message: string): Promise<SeenSignature[]> {
  const { results } = await dkimVerify(Buffer.from(message, "latin1"), {
    resolver: async (name: string) => {
      const records = world.dns.zones.flatMap((zone) => zone.records).filter((one) => one.name === name);
      for (const record of records) {
        if (record.type === "TXT") return [[record.data].flat().map(String)];
        if (record.type === "CNAME") return (await publishedTexts(world, record.data)).map((text) => [text]);
      }
      return (await publishedTexts(world, name)).map((text) => [text]);
    },
  });
  return results.map(({ signingDomain, status }) => ({ domain: signingDomain ?? "", result: status.result }));
}
