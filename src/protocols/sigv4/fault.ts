/** Why a signature was not accepted. The words are those of AWS where AWS's are known. */
export type SignatureFault =
  /** Not enough, or not of the right form, to be checked at all. */
  | "incomplete"
  /** Made for another service, date or place. */
  | "wrong-scope"
  /** Made too long ago, or not yet. */
  | "expired"
  /** Checked, and it is not the one the secret gives. */
  | "mismatch";

export class SignatureError extends Error {
  override readonly name = "SignatureError";
  readonly fault: SignatureFault;

  constructor(fault: SignatureFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
