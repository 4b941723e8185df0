import type { ImportDestination } from "#features/import-jobs/index.ts";
import { badRequest } from "#platform/errors.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import type { Input } from "#servers/api/wire/index.ts";

export function createImportJob({
  importJobs,
}: Pick<Services, "importJobs">): OperationHandler<"CreateImportJob"> {
  return async ({ ImportDestination, ImportDataSource }, { owner }) => {
    const { S3Url, DataFormat } = ImportDataSource;
    const { id } = await importJobs.create(owner, destinationOf(ImportDestination), {
      url: S3Url,
      format: DataFormat,
    });
    return { JobId: id };
  };
}

type Given = Input<"CreateImportJob">["ImportDestination"];

function destinationOf({ SuppressionListDestination, ContactListDestination }: Given): ImportDestination {
  if (SuppressionListDestination !== undefined && ContactListDestination === undefined) {
    return { type: "SUPPRESSION_LIST", action: SuppressionListDestination.SuppressionListImportAction };
  }
  if (ContactListDestination !== undefined && SuppressionListDestination === undefined) {
    const { ContactListName, ContactListImportAction } = ContactListDestination;
    return { type: "CONTACT_LIST", action: ContactListImportAction, contactList: ContactListName };
  }
  const message = "One destination is to be given: SuppressionListDestination or ContactListDestination.";
  throw badRequest("ImportDestination", message);
}
