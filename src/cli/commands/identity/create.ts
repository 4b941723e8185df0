import { command } from "#cli/command.ts";
import { UsageError } from "#cli/failures.ts";
import { readOptionFile } from "#cli/option-file.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { showProof } from "#cli/show-proof.ts";
import { fetchProof } from "#cli/shown-identity.ts";

const words = "identity create";

export const createIdentity = command({
  words,
  summary: "register an address or a domain, and show how to prove it",
  operands: { name: "one" },
  options: {
    tag: { type: "string", multiple: true, value: "<key=value>", help: "a tag" },
    "configuration-set": { type: "string", value: "<name>", help: "the default configuration set" },
    key: { type: "string", value: "<file.pem>", help: "sign with this RSA key instead of Easy DKIM" },
    selector: { type: "string", value: "<label>", help: "the selector of that key" },
    "publish-locally": { type: "boolean", help: "set the records in the service's local zone" },
    ...serviceOptions,
  },
  async run({ operands: { name }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const key = await ownKey(options.key, options.selector);
    const answer = await service.call("POST", "v2/email/identities", {
      EmailIdentity: name,
      ...(options.tag === undefined ? {} : { Tags: options.tag.map(readTag) }),
      ...(options["configuration-set"] === undefined
        ? {}
        : { ConfigurationSetName: options["configuration-set"] }),
      ...(key === undefined ? {} : { DkimSigningAttributes: key }),
    });
    await showProof(await fetchProof(service, name), { service, options, terminal, answer });
  },
});

function readTag(text: string): { Key: string; Value: string } {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--tag ${text}: expected key=value.`, words);
  return { Key: text.slice(0, at), Value: text.slice(at + 1) };
}

async function ownKey(file: string | undefined, selector: string | undefined) {
  if (file === undefined && selector === undefined) return undefined;
  if (file === undefined || selector === undefined) {
    throw new UsageError("--key and --selector belong together.", words);
  }
  const pem = await readOptionFile("--key", file);
  return { DomainSigningSelector: selector, DomainSigningPrivateKey: pem.toString("base64") };
}
