// What every change by a signed-in user carries, beside the cookie that no script can read.
let token: string | undefined;

export function csrfToken(): string | undefined {
  return token;
}

export function rememberCsrfToken(given: string | undefined): void {
  token = given;
}
