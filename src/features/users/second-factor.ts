import { hash, timingSafeEqual } from "node:crypto";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { type Random, randomLabel } from "#platform/random.ts";
import type { Secrets } from "#platform/secrets.ts";
import { toBase32, totpSecretBytes, totpStep, totpUri } from "#protocols/totp/totp.ts";
import type { UserStore } from "./store.ts";
import type { StoredUser } from "./user.ts";

const howManyRecoveryCodes = 10;
/** 80 random bits. */
const recoveryCodeLength = 16;

/** The code of an authenticator app, or one of the codes for when it is lost. */
export class SecondFactor {
  readonly #store: UserStore;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: { store: UserStore; secrets: Secrets; clock: Clock; random: Random }) {
    this.#store = parts.store;
    this.#secrets = parts.secrets;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** A secret for an app, not in force until a code of it was shown. Throws `conflict` where one is in force. */
  async begin(user: StoredUser): Promise<{ readonly secret: string; readonly uri: string }> {
    if (user.hasTotp) throw inForce();
    const secret = this.#random.bytes(totpSecretBytes);
    const sealed = this.#secrets.seal(secret, sealedAs(user));
    await this.#store.write([this.#store.beginTotp(user, sealed, inForce)]);
    return { secret: toBase32(secret), uri: totpUri(secret, { issuer: "Signet", account: user.name }) };
  }

  /** Puts it in force. Answers the recovery codes, this once. Throws `conflict`, and `bad-request` for a wrong code. */
  async confirm(user: StoredUser, code: string): Promise<readonly string[]> {
    if (user.hasTotp || user.totpSealed === undefined) throw noneWaits();
    const step = this.#stepOf(user, code);
    const wrong = () =>
      new CallerError("bad-request", "The code is wrong.", [{ path: "code", message: "is wrong" }]);
    if (step === undefined) throw wrong();
    const codes = Array.from({ length: howManyRecoveryCodes }, () =>
      randomLabel(this.#random, recoveryCodeLength),
    );
    await this.#store.write([
      this.#store.spendStep(user, step, wrong),
      this.#store.putTotpInForce(user, codes.map(hashCode), noneWaits),
    ]);
    return codes.map((one) => one.replaceAll(/(.{4})(?=.)/g, "$1-"));
  }

  async remove(user: StoredUser): Promise<void> {
    await this.#store.write([this.#store.removeTotp(user)]);
  }

  /** What spends a code; undefined where it is wrong. `otherwise` is thrown when it was spent before. */
  changesToSpend(user: StoredUser, code: string, otherwise: () => Error): readonly Change[] | undefined {
    const step = this.#stepOf(user, code);
    if (step !== undefined) return [this.#store.spendStep(user, step, otherwise)];
    const given = hashCode(code.replaceAll(/[\s-]/g, "").toLowerCase());
    const spent = user.recoveryCodes.find((kept) => timingSafeEqual(Buffer.from(kept), Buffer.from(given)));
    return spent === undefined ? undefined : [this.#store.spendRecoveryCode(user, spent, otherwise)];
  }

  #stepOf(user: StoredUser, code: string): number | undefined {
    if (user.totpSealed === undefined) return undefined;
    return totpStep(this.#secrets.open(user.totpSealed, sealedAs(user)), code, this.#clock.now());
  }
}

function inForce(): CallerError {
  return new CallerError("conflict", "An authenticator is in force already: remove it first.");
}

function noneWaits(): CallerError {
  return new CallerError("conflict", "No authenticator waits to be confirmed: ask for a secret first.");
}

function sealedAs({ id }: StoredUser): string {
  return `totp/${id}`;
}

/** A plain hash is enough for what cannot be guessed. */
function hashCode(code: string): string {
  return hash("sha256", code, "hex");
}
