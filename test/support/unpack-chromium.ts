// Run by chromium.ts: unpacks the browser into the folder for what is temporary.
import { inflate } from "@sparticuz/chromium";

const [folder = ""] = process.argv.slice(2);
await Promise.all(["chromium.br", "fonts.tar.br"].map(async (name) => await inflate(`${folder}/${name}`)));
