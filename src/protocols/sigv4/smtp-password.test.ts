import assert from "node:assert/strict";
import { test } from "node:test";
import { deriveSmtpPassword } from "./smtp-password.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

test("a password is what AWS's documented program makes of the secret, in each region another", () => {
  assert.equal(deriveSmtpPassword(secret, "us-east-1"), "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9");
  assert.equal(deriveSmtpPassword(secret, "eu-west-1"), "BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk");
});
