import type { OperationHandler } from "#servers/api/handler.ts";
import { sendRequest } from "#servers/api/operations/sending/read-send-request.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";

export function createDeliverabilityTestReport({
  deliverabilityTests,
}: Pick<Services, "deliverabilityTests">): OperationHandler<"CreateDeliverabilityTestReport"> {
  return async ({ ReportName, FromEmailAddress, Content, Tags }, caller) => {
    const { id } = await deliverabilityTests.create({
      owner: caller.owner,
      name: ReportName,
      from: FromEmailAddress,
      tags: readTags(Tags),
      to: (address) =>
        sendRequest({ FromEmailAddress, Content, Destination: { ToAddresses: [address] } }, caller),
    });
    return { ReportId: id, DeliverabilityTestStatus: "IN_PROGRESS" };
  };
}
