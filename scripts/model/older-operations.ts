import * as sdk from "@aws-sdk/client-ses";
import type { OperationModel, ShapeModel } from "#servers/api/wire/model.ts";
import { fail } from "./constraints.ts";
import { type Limits, ShapeReader } from "./shapes.ts";

/** Those of the older API that are answered; all others are refused in words. */
const answered = [
  "CreateConfigurationSet",
  "CreateConfigurationSetEventDestination",
  "CreateConfigurationSetTrackingOptions",
  "CreateCustomVerificationEmailTemplate",
  "CreateTemplate",
  "DeleteConfigurationSet",
  "DeleteConfigurationSetEventDestination",
  "DeleteConfigurationSetTrackingOptions",
  "DeleteCustomVerificationEmailTemplate",
  "DeleteIdentity",
  "DeleteIdentityPolicy",
  "DeleteTemplate",
  "DeleteVerifiedEmailAddress",
  "DescribeConfigurationSet",
  "GetAccountSendingEnabled",
  "GetCustomVerificationEmailTemplate",
  "GetIdentityDkimAttributes",
  "GetIdentityMailFromDomainAttributes",
  "GetIdentityNotificationAttributes",
  "GetIdentityPolicies",
  "GetIdentityVerificationAttributes",
  "GetSendQuota",
  "GetSendStatistics",
  "GetTemplate",
  "ListConfigurationSets",
  "ListCustomVerificationEmailTemplates",
  "ListIdentities",
  "ListIdentityPolicies",
  "ListTemplates",
  "ListVerifiedEmailAddresses",
  "PutConfigurationSetDeliveryOptions",
  "PutIdentityPolicy",
  "SendBulkTemplatedEmail",
  "SendCustomVerificationEmail",
  "SendEmail",
  "SendRawEmail",
  "SendTemplatedEmail",
  "SetIdentityDkimEnabled",
  "SetIdentityFeedbackForwardingEnabled",
  "SetIdentityMailFromDomain",
  "TestRenderTemplate",
  "UpdateAccountSendingEnabled",
  "UpdateConfigurationSetEventDestination",
  "UpdateConfigurationSetReputationMetricsEnabled",
  "UpdateConfigurationSetSendingEnabled",
  "UpdateConfigurationSetTrackingOptions",
  "UpdateCustomVerificationEmailTemplate",
  "UpdateTemplate",
  "VerifyDomainDkim",
  "VerifyDomainIdentity",
  "VerifyEmailAddress",
  "VerifyEmailIdentity",
];

/** All that botocore's model of this API limits in them (botocore/data/ses/2010-12-01, 1.43.107): by its name, and where it stands. */
const limits: Readonly<Record<string, { readonly at: RegExp } & Omit<ShapeModel, "type">>> = {
  BehaviorOnMXFailure: { at: /\.BehaviorOnMXFailure$/, enum: ["UseDefaultValue", "RejectMessage"] },
  ConfigurationSetAttribute: {
    at: /^ConfigurationSetAttributeList\[\]$/,
    enum: ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"],
  },
  ConfigurationSetAttributeList: { at: /\.ConfigurationSetAttributeNames$/ },
  DimensionValueSource: { at: /\.DimensionValueSource$/, enum: ["messageTag", "emailHeader", "linkTag"] },
  EventType: {
    at: /^EventTypes\[\]$/,
    enum: ["send", "reject", "bounce", "complaint", "delivery", "open", "click", "renderingFailure"],
  },
  EventTypes: { at: /\.MatchingEventTypes$/ },
  IdentityType: { at: /\.IdentityType$/, enum: ["EmailAddress", "Domain"] },
  Policy: { at: /^PutIdentityPolicyRequest\.Policy$/, min: 1 },
  PolicyName: { at: /\.PolicyName$/, min: 1, max: 64 },
  MaxResults: { at: /^ListCustomVerificationEmailTemplatesRequest\.MaxResults$/, min: 1, max: 50 },
  TemplateData: { at: /\.(?:TemplateData|DefaultTemplateData|ReplacementTemplateData)$/, max: 262_144 },
  TlsPolicy: { at: /^DeliveryOptions\.TlsPolicy$/, enum: ["Require", "Optional"] },
};

const theirs: Limits = {
  shapeAt: (place) => Object.keys(limits).find((name) => limits[name]?.at.test(place)),
  limitsOf(name) {
    const { at: _, ...limit } = limits[name] ?? {};
    return limit;
  },
  typeOf: (name) => (name === "MaxResults" ? "integer" : "string"),
  assertRequired() {},
};

/** What a call takes, or gives, that has no members. */
const nothing: ShapeModel = { type: "structure", members: {} };

/** All are posted to `/`, where a form says which it is. */
const place = { method: "POST", path: "/", errors: [] };

export function readOlderOperations(): {
  operations: Record<string, OperationModel>;
  shapes: Record<string, ShapeModel>;
} {
  const shapes = new ShapeReader(theirs);
  const operations = answered.map((name): [string, OperationModel] => {
    const tuple: unknown = (sdk as Record<string, unknown>)[`${name}$`];
    if (!Array.isArray(tuple) || tuple[2] !== name) return fail(`the older client has no ${name}`);
    const read = (reference: unknown) => (isUnit(reference) ? "Nothing" : shapes.read(reference, name));
    return [name, { ...place, input: read(tuple[4]), output: read(tuple[5]) }];
  });
  return { operations: Object.fromEntries(operations), shapes: { Nothing: nothing, ...shapes.sorted() } };
}

function isUnit(reference: unknown): boolean {
  return typeof reference === "function" && reference() === "unit";
}
