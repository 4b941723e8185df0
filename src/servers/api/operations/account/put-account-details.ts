import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** Nobody reviews a request here. `ProductionAccessEnabled` changes nothing: whether there is a sandbox is the operator's to say. */
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
    });
    return {};
  };
}
