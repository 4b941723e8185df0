import assert from "node:assert/strict";
import { test } from "node:test";
import { router } from "./index.ts";

/** `CreateEmailIdentity`, `GetContact list,a%2Fb ?x=y`, `404` or the allowed methods. */
function routed(method: string, target: string): string {
  const route = router.route(method, target);
  if (route.kind === "unknown-path") return "404";
  if (route.kind === "other-method") return route.allowed.join();
  const { operation, labels, query } = route.call;
  return [operation.name, labels.join(), query && `?${query}`].filter((part) => part !== "").join(" ");
}

test("a path leads to its operation by method", () => {
  assert.equal(routed("POST", "/v2/email/identities"), "CreateEmailIdentity");
  assert.equal(routed("GET", "/v2/email/identities/example.com"), "GetEmailIdentity example.com");
  assert.equal(
    routed("PUT", "/v2/email/identities/a/dkim/signing"),
    "PutEmailIdentityDkimSigningAttributes a",
  );
});

test("both the new and the older forms of operations are known", () => {
  assert.equal(routed("POST", "/v2/email/list-identities"), "ListEmailIdentities");
  assert.equal(routed("GET", "/v2/email/identities?PageSize=5"), "ListEmailIdentities ?PageSize=5");
  assert.equal(routed("POST", "/v2/email/list-configuration-sets"), "ListConfigurationSets");
  assert.equal(routed("GET", "/v2/email/configuration-sets"), "ListConfigurationSets");
  assert.equal(routed("GET", "/v2/email/contact-lists/l/contacts?PageSize=5"), "ListContacts l ?PageSize=5");
  assert.equal(routed("GET", "/v2/email/import-jobs"), "ListImportJobs");
  assert.equal(
    routed("PUT", "/v1/email/identities/a/dkim/signing"),
    "PutEmailIdentityDkimSigningAttributes a",
  );
});

test("labels stay encoded and are split nowhere but at slashes", () => {
  assert.equal(routed("GET", "/v2/email/identities/a%2Fb%40c"), "GetEmailIdentity a%2Fb%40c");
  assert.equal(routed("GET", "/v2/email/identities/%E0%A4%A"), "GetEmailIdentity %E0%A4%A");
});

test("the labels . and .. are labels", () => {
  assert.equal(routed("GET", "/v2/email/identities/.."), "GetEmailIdentity ..");
  assert.equal(routed("PUT", "/v2/email/identities/./dkim"), "PutEmailIdentityDkimAttributes .");
});

test("one slash at the end changes nothing", () => {
  assert.equal(routed("GET", "/v2/email/insights/m-1/"), "GetMessageInsights m-1");
  assert.equal(routed("POST", "/v2/email/identities/"), "CreateEmailIdentity");
  assert.equal(routed("POST", "/v2/email/identities//"), "404");
});

test("a literal goes before a label, and back to it when the method is another", () => {
  assert.equal(routed("POST", "/v2/email/contact-lists/l/contacts/list"), "ListContacts l");
  assert.equal(routed("GET", "/v2/email/contact-lists/l/contacts/list"), "GetContact l,list");
});

test("a known path tells its methods, an unknown one nothing", () => {
  assert.equal(routed("PATCH", "/v2/email/identities"), "GET,POST");
  assert.equal(routed("POST", "/v2/email/identities/example.com"), "DELETE,GET");
  assert.equal(routed("PUT", "/v2/email/contact-lists/l/contacts/list?x"), "UpdateContact l,list ?x");
  for (const target of [
    "",
    "/",
    "*",
    "//",
    "?",
    "/v2/email",
    "/v2/email/nothing",
    "/v1/email/identities",
    "v2",
  ]) {
    assert.equal(routed("GET", target), "404", target);
  }
  for (const target of ["/v2/email/identities//dkim", "/v2/email/__proto__", "/v2/email/constructor"]) {
    assert.equal(routed("GET", target), "404", target);
  }
});
