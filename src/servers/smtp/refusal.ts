/** An answer other than 250, in the form that smtp-server takes from its handlers. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

export const temporaryFailure = () => new Refusal(451, "Temporary service failure");
export const tooLong = () => new Refusal(552, "Message is too long.");
