import assert from "node:assert/strict";
import { test } from "node:test";
import { toBase32, totpCode, totpStep, totpUri } from "./totp.ts";

/** RFC 6238, appendix B; its codes have eight digits, of which six are shown. */
const secret = Buffer.from("12345678901234567890");

test("codes are those of RFC 6238", () => {
  for (const [seconds, code] of [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_234_567_890, "005924"],
    [20_000_000_000, "353130"],
  ] as const) {
    assert.equal(totpCode(secret, Math.floor(seconds / 30)), code);
    assert.equal(totpStep(secret, code, seconds * 1_000), Math.floor(seconds / 30));
  }
});

test("a code is good for a step either way, and for no more", () => {
  const code = totpCode(secret, 1_000);
  const at = (step: number) => totpStep(secret, code, step * 30_000 + 15_000);
  assert.deepEqual(
    [at(998), at(999), at(1_000), at(1_001), at(1_002)],
    [undefined, 1_000, 1_000, 1_000, undefined],
  );
  assert.equal(totpStep(secret, `${code.slice(0, 3)} ${code.slice(3)}`, 1_000 * 30_000), 1_000);
  for (const wrong of ["", "0", "abcdef", `${code}0`])
    assert.equal(totpStep(secret, wrong, 30_000_000), undefined);
});

test("secrets are written as apps read them (RFC 4648 §10)", () => {
  const vectors = ["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"];
  for (const [length, text] of vectors.entries()) {
    assert.equal(toBase32(Buffer.from("foobar".slice(0, length))), text);
  }
  assert.equal(
    totpUri(Buffer.from("foobar"), { issuer: "Signet", account: "ann@example.com" }),
    "otpauth://totp/Signet:ann%40example.com?secret=MZXW6YTBOI&issuer=Signet",
  );
});
