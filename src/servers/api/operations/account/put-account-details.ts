import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** Nobody reviews a request here: what is asked for is given, and `ProductionAccessEnabled` leaves the sandbox. */
export function putAccountDetails({
  account,
}: Pick<Services, "account">): OperationHandler<"PutAccountDetails"> {
  return async (input, { owner }) => {
    await account.change(owner, {
      details: {
        mailType: input.MailType,
        websiteUrl: input.WebsiteURL,
        contactLanguage: input.ContactLanguage,
        useCase: input.UseCaseDescription,
        contacts: input.AdditionalContactEmailAddresses ?? [],
      },
      ...(input.ProductionAccessEnabled === undefined
        ? {}
        : { productionAccess: input.ProductionAccessEnabled }),
    });
    return {};
  };
}
