import { localAccount } from "#features/access-keys/index.ts";
import type { Doctor } from "#features/doctor/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";

/** What an operator would look at. It is about the machine, so it is for the account that is the operator's own. */
export function doctorRoutes({ doctor }: { readonly doctor: Pick<Doctor, "report"> }): PlainRoute[] {
  return [
    {
      method: "GET",
      path: "/signet/v1/doctor",
      handle: async ({ caller }) => {
        if (caller.owner.account !== localAccount) {
          throw new CallerError("access-denied", `This is for the operator's own account, ${localAccount}.`);
        }
        const { status, examined } = await doctor.report();
        return {
          status,
          checks: examined.map(({ tookMs, ...check }) => ({ ...check, took_ms: tookMs })),
        };
      },
    },
  ];
}
