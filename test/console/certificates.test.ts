import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  AssociateEmailIdentityCertificateCommand,
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  GetConfigurationSetCommand,
  ListEmailIdentityCertificatesCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs } from "#platform/clock.ts";
import { heapOf } from "#test/support/heap.ts";
import { MailAuthority } from "#test/support/mail-certificates.ts";
import { takeApart } from "#test/support/smime.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

const ann = "ann@shop.test";
const bob = "bob@mail.shop.test";
const path = "/signet/v1/certificates";

let authority: MailAuthority;
before(async () => {
  authority = await MailAuthority.found();
});

test("a domain's address is given a certificate, a set signs, and what is sent carries the signature", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
  await imported(world, { addresses: ["carl@far.example"] });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  await visitor.goTo("/identities/shop.test?tab=settings");
  await visitor.sees("Nothing is signed by S/MIME");
  await visitor.requireAccessible();
  await visitor.click("Add a certificate");
  await visitor.sees("No valid certificate is kept for an address at shop.test: import one.");
  await visitor.requireAccessible();
  const pem = await authority.certify({ addresses: [ann, bob], key: "p256" });
  const file = pemFile("mail.pem", pem.key + pem.certificate);
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.locator("input[type=file]").last().setInputFiles(file);
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  const sender = dialog.getByRole("combobox", { name: "Signs what is sent from" });
  await sender.waitFor();
  assert.equal(await sender.inputValue(), ann);
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await visitor.sees(/^Active$/);
  await visitor.requireAccessible();
  await visitor.click("Add a certificate");
  await sender.click();
  await page.getByRole("option", { name: bob }).click();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await visitor.sees(bob);
  assert.deepEqual(await sendersOf(world, "shop.test"), [ann, bob]);

  await visitor.goTo("/configuration-sets/letters");
  await page.getByRole("switch", { name: "S/MIME signing" }).press("Space");
  await visitor.sees(/^Saved$/);
  const { content, signature } = takeApart(Buffer.from(await sent(world)));
  assert.ok(await authority.vouchesFor(content, signature));
  await page.getByRole("switch", { name: "S/MIME signing" }).press("Space");
  await visitor.eventually(async () => {
    const set = await world.ses.send(new GetConfigurationSetCommand({ ConfigurationSetName: "letters" }));
    return set.MessageSecurityOptions?.SigningScheme?.DefaultScheme !== undefined;
  });

  await visitor.goTo("/identities/shop.test?tab=settings");
  await visitor.click(`Remove the certificate of ${ann}`);
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await visitor.sees(`${ann} signs no more`);
  assert.deepEqual(await sendersOf(world, "shop.test"), [bob]);
});

test("an address is given one that is kept, and one that is another's is not offered again", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: ann }));
  await imported(world, { addresses: [ann] });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  const dialog = visitor.page.getByRole("dialog");
  await visitor.goTo(`/identities/${ann}`);
  await visitor.click("Add a certificate");
  await visitor.click("Import another");
  await fillIn(visitor, await authority.certify({ addresses: [bob], key: "p256" }));
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await visitor.sees(`It is for ${bob}, and not for ${ann}.`);
  await visitor.requireAccessible();
  await visitor.requireNoSidewaysScroll();
  await dialog.getByRole("combobox", { name: "Certificate" }).click();
  await visitor.page.getByRole("option", { name: new RegExp(`^${ann}`) }).click();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await visitor.sees(/^Active$/);
  await visitor.requireAccessible();
  await visitor.requireNoSidewaysScroll();
  assert.deepEqual(await sendersOf(world, ann), [ann]);
  await visitor.click("Add a certificate");
  await visitor.sees(new RegExp(`^There is a certificate for ${ann} already`));
});

test("certificates are imported, told of before they expire, renewed, and deleted once nobody signs with them", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  await visitor.goTo("/");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Where to?" }).fill("smime");
  await page.keyboard.press("Enter");
  await visitor.sees("No certificates in this region");
  await visitor.click("Import the first");
  await visitor.requireAccessible();
  await fillIn(visitor, await authority.certify({ addresses: [ann], key: "p256" }));
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await visitor.sees("The certificate is kept");
  await visitor.sees(/^Valid$/);

  const soon = await imported(world, { addresses: [bob], notAfter: Date.now() + 20 * dayMs });
  await imported(world, { addresses: ["carl@shop.test"], notAfter: Date.now() + 2 * dayMs });
  await page.clock.setSystemTime(Date.now() + 3 * dayMs);
  await visitor.goTo("/certificates");
  const row = (of: string) => page.getByRole("listitem").filter({ hasText: of });
  await row("carl@shop.test")
    .getByText(/^Expired$/)
    .waitFor();
  await row("carl@shop.test").getByText("expired yesterday").waitFor();
  await row(bob)
    .getByText(/^Expires soon$/)
    .waitFor();
  await row(bob).getByText("expires in 16 days").waitFor();
  await visitor.requireAccessible();

  await visitor.click(`Renew ${bob}, ${soon.id}`);
  await fillIn(visitor, await authority.certify({ addresses: [ann], key: "p256" }));
  await dialog.getByRole("button", { name: "Renew", exact: true }).click();
  await visitor.sees(`The certificate is not for ${bob}.`);
  await fillIn(visitor, await authority.certify({ addresses: [bob], key: "p256" }));
  await dialog.getByRole("button", { name: "Renew", exact: true }).click();
  await row(bob)
    .getByText(/^Valid$/)
    .waitFor();

  await verifiedDomain(world, "shop.test");
  await world.ses.send(
    new AssociateEmailIdentityCertificateCommand({
      EmailIdentity: "shop.test",
      FromAddress: bob,
      CertificateArn: soon.arn,
    }),
  );
  await visitor.goTo("/certificates");
  await row(bob)
    .getByText(/signs for shop\.test$/)
    .waitFor();
  await visitor.click(`Delete ${bob}, ${soon.id}`);
  await dialog.getByText(/remove it from the identity's settings first/).waitFor();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await visitor.sees(`Certificate ${soon.id} signs what shop.test sends from ${bob}: disassociate it first.`);
  await visitor.requireAccessible();
  await world.plain("POST", "/v2/email/identity/certificates/delete", {
    EmailIdentity: "shop.test",
    FromAddress: bob,
  });
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await visitor.sees("The certificate is gone");
  await visitor.eventually(async () => (await row(bob).count()) === 0);
});

test("the page forgets a private key that it has sent, whether it was taken or not", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const { certificate, key } = await authority.certify({ addresses: [ann], key: "p256" });
  const foreign = await authority.certify({ addresses: [ann], key: "p256" });
  const field = page.getByRole("textbox", { name: "Private key, pasted" });
  const send = async () =>
    await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await visitor.goTo("/certificates");
  await visitor.click("Import the first");
  await fillIn(visitor, { certificate, key: foreign.key });
  await send();
  await visitor.sees("None of the certificates is that of the private key.");
  assert.equal(await field.inputValue(), "");
  assert.equal(
    await page.getByRole("textbox", { name: "Certificate, pasted" }).inputValue(),
    certificate,
    "what is no secret stays",
  );
  await field.fill(key);
  await send();
  await visitor.sees("The certificate is kept");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const kept = await page.evaluate<string>("location.href + JSON.stringify([localStorage, sessionStorage])");
  const heap = await heapOf(page);
  assert.match(heap, /The certificate is kept/);
  for (const secret of [key, foreign.key]) {
    const [, line = ""] = secret.split("\n");
    assert.equal(kept.includes(line), false);
    assert.equal(heap.includes(line), false);
  }
});

test("a certificate that is being given is not left without a question", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const asked: string[] = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.message());
    await dialog.dismiss();
  });
  await visitor.goTo("/");
  await visitor.click("S/MIME certificates");
  await visitor.click("Import the first");
  await page.getByRole("textbox", { name: "Certificate, pasted" }).fill("-----BEGIN");
  await page.goBack();
  await visitor.eventually(async () => asked.length === 1);
  await page.getByRole("textbox", { name: "Certificate, pasted" }).fill("");
  await page.goBack();
  await visitor.eventually(async () => new URL(page.url()).pathname === "/");
  assert.equal(asked.length, 1);
});

type Wanted = Pick<Parameters<MailAuthority["certify"]>[0], "addresses" | "notAfter">;

async function imported(world: World, wanted: Wanted): Promise<{ id: string; arn: string }> {
  const { certificate, key } = await authority.certify({ ...wanted, key: "p256" });
  return await world.plain("POST", path, { certificate, private_key: key });
}

async function fillIn(visitor: Visitor, pem: { certificate: string; key: string }): Promise<void> {
  await visitor.type("Certificate, pasted", pem.certificate);
  await visitor.type("Private key, pasted", pem.key);
}

function pemFile(name: string, text: string) {
  return { name, mimeType: "application/x-pem-file", buffer: Buffer.from(text) };
}

async function sendersOf(world: World, identity: string): Promise<(string | undefined)[]> {
  const { Certificates = [] } = await world.ses.send(
    new ListEmailIdentityCertificatesCommand({ EmailIdentity: identity }),
  );
  return Certificates.map(({ FromAddress }) => FromAddress);
}

/** Its source, as it arrived. */
async function sent(world: World): Promise<string> {
  const to = "reader@far.example";
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: ann,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
      ConfigurationSetName: "letters",
    }),
  );
  return (await world.inbox(to)).source;
}
