import type { OperationName } from "#servers/api/wire/index.ts";
import { awsTopic, type Names, outboundAddress, secret } from "./belongings.ts";

export type Attempt = Readonly<Record<string, unknown>>;
export type OperationAttempts = (
  names: Names,
  mine: { readonly account: string; readonly domain: string },
) => readonly Attempt[];

const arn = ({ region, account }: Names, resource: string) => `arn:aws:ses:${region}:${account}:${resource}`;
const kinds = (n: Names) => [
  `identity/${n.domain}`,
  `configuration-set/${n.set}`,
  `template/${n.template}`,
  `contact-list/${n.list}`,
  `custom-verification-email-template/${n.customTemplate}`,
  `dedicated-ip-pool/${n.pool}`,
  `deliverability-test-report/${n.deliverabilityTest}`,
  `multi-region-endpoint/${n.endpoint}`,
  `tenant/${n.tenant}/${n.tenantId}`,
];
/** Whatever of it carries tags, by its whole ARN, and by what the same would be of who asks. */
const arns = (n: Names, account: string) =>
  kinds(n).flatMap((kind) => [arn(n, kind), arn({ ...n, account }, kind)]);
const days = { StartDate: new Date("2026-01-01"), EndDate: new Date("2026-12-31") };
const simple = { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } };
const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const TemplateContent = { Subject: "Other", Text: "Other" };
const custom = {
  TemplateSubject: "Other",
  TemplateContent: "<p>Other</p>",
  SuccessRedirectionURL: "https://shop.example/",
  FailureRedirectionURL: "https://shop.example/",
};
const onSet =
  (more: Attempt = {}) =>
  ({ set }: Names) => [{ ConfigurationSetName: set, ...more }];
const onDomain =
  (more: Attempt = {}) =>
  ({ domain }: Names) => [{ EmailIdentity: domain, ...more }];
const topicOf = ({ region, account, topic }: Names) => `arn:aws:sns:${region}:${account}:${topic}`;
const certificateOf = ({ region, account, certificate }: Names) =>
  `arn:aws:acm:${region}:${account}:certificate/${certificate}`;
const telling = (TopicArn: string) => ({
  EventDestination: { Enabled: true, MatchingEventTypes: ["SEND"], SnsDestination: { TopicArn } },
});
const none = () => [];

/** Of every operation, what names something of somebody's. None: it is about whoever asks, and names nothing. */
export const operationAttempts = {
  GetAccount: none,
  // About the machine, and the same for everybody.
  GetBlacklistReports: none,
  GetDeliverabilityDashboardOptions: none,
  PutAccountDedicatedIpWarmupAttributes: none,
  PutAccountDeliveryAttributes: none,
  PutAccountDetails: none,
  PutAccountPricingAttributes: none,
  PutAccountSendingAttributes: none,
  PutAccountSuppressionAttributes: none,
  PutAccountVdmAttributes: none,
  // What is read, and what is listed.
  GetConfigurationSet: onSet(),
  ListConfigurationSets: (n) => [{}, { Filter: { CONFIGURATION_SET_NAME_CONTAINS: n.set } }],
  GetConfigurationSetEventDestinations: onSet(),
  GetEmailIdentity: (n) => [{ EmailIdentity: n.domain }, { EmailIdentity: n.address }],
  GetEmailIdentityPolicies: onDomain(),
  ListEmailIdentities: () => [{}],
  ListEmailIdentityCertificates: onDomain(),
  ListRecommendations: none,
  GetContactList: (n) => [{ ContactListName: n.list }],
  ListContactLists: () => [{}],
  GetContact: (n) => [{ ContactListName: n.list, EmailAddress: n.contact }],
  ListContacts: (n) => [{ ContactListName: n.list }],
  GetCustomVerificationEmailTemplate: (n) => [{ TemplateName: n.customTemplate }],
  ListCustomVerificationEmailTemplates: () => [{}],
  GetDedicatedIp: () => [{ Ip: outboundAddress }],
  GetDedicatedIps: (n) => [{}, { PoolName: n.pool }],
  GetDedicatedIpPool: (n) => [{ PoolName: n.pool }],
  ListDedicatedIpPools: () => [{}],
  GetDeliverabilityTestReport: (n) => [{ ReportId: n.deliverabilityTest }],
  ListDeliverabilityTestReports: () => [{}],
  GetMultiRegionEndpoint: (n) => [{ EndpointName: n.endpoint }],
  ListMultiRegionEndpoints: () => [{}],
  GetExportJob: (n) => [{ JobId: n.exportJob }],
  ListExportJobs: () => [{}],
  GetImportJob: (n) => [{ JobId: n.importJob }],
  ListImportJobs: () => [{}],
  GetMessageInsights: (n) => [{ MessageId: n.message }],
  BatchGetMetricData: (n) => [
    {
      Queries: [
        { Id: "all", Namespace: "VDM", Metric: "SEND", ...days },
        { Id: "set", Namespace: "VDM", Metric: "SEND", ...days, Dimensions: { CONFIGURATION_SET: n.set } },
        { Id: "from", Namespace: "VDM", Metric: "SEND", ...days, Dimensions: { EMAIL_IDENTITY: n.domain } },
      ],
    },
  ],
  GetEmailAddressInsights: none,
  GetReputationEntity: (n, { account }) =>
    [n, { ...n, account }].map((of) => ({
      ReputationEntityType: "RESOURCE",
      ReputationEntityReference: arn(of, `tenant/${n.tenant}/${n.tenantId}`),
    })),
  ListReputationEntities: () => [{}],
  GetSuppressedDestination: (n) => [
    { EmailAddress: n.suppressed },
    { EmailAddress: n.suppressed, TenantName: n.tenant },
  ],
  ListSuppressedDestinations: (n) => [{}, { TenantName: n.tenant }],
  ListTagsForResource: (n, { account }) => arns(n, account).map((ResourceArn) => ({ ResourceArn })),
  GetEmailTemplate: (n) => [{ TemplateName: n.template }],
  ListEmailTemplates: () => [{}],
  TestRenderEmailTemplate: (n) => [{ TemplateName: n.template, TemplateData: "{}" }],
  GetTenant: (n) => [{ TenantName: n.tenant }],
  ListTenants: () => [{}],
  ListTenantResources: (n) => [{ TenantName: n.tenant }],
  ListResourceTenants: (n, { account }) =>
    [n, { ...n, account }].map((of) => ({ ResourceArn: arn(of, `identity/${n.domain}`) })),
  // What is changed.
  PutConfigurationSetArchivingOptions: onSet(),
  PutConfigurationSetDeliveryOptions: onSet({ TlsPolicy: "REQUIRE" }),
  PutConfigurationSetReputationOptions: onSet({ ReputationMetricsEnabled: true }),
  PutConfigurationSetSendingOptions: onSet({ SendingEnabled: false }),
  PutConfigurationSetSuppressionOptions: onSet({ SuppressedReasons: [] }),
  PutConfigurationSetTrackingOptions: (n) => [
    { ConfigurationSetName: n.set, CustomRedirectDomain: n.domain },
  ],
  PutConfigurationSetVdmOptions: onSet({ VdmOptions: {} }),
  UpdateConfigurationSet: onSet(),
  UpdateContactList: (n) => [{ ContactListName: n.list, Description: "other" }],
  UpdateContact: (n) => [{ ContactListName: n.list, EmailAddress: n.contact, UnsubscribeAll: true }],
  UpdateCustomVerificationEmailTemplate: (n, mine) =>
    [n.domain, mine.domain].map((domain) => ({
      TemplateName: n.customTemplate,
      FromEmailAddress: `hello@${domain}`,
      ...custom,
    })),
  PutDedicatedIpInPool: (n) => [{ Ip: outboundAddress, DestinationPoolName: n.pool }],
  PutDedicatedIpPoolScalingAttributes: (n) => [{ PoolName: n.pool, ScalingMode: "MANAGED" }],
  PutDedicatedIpWarmupAttributes: () => [{ Ip: outboundAddress, WarmupPercentage: 7 }],
  UpdateConfigurationSetEventDestination: (n) => [
    { ConfigurationSetName: n.set, EventDestinationName: n.destination, ...telling(awsTopic) },
  ],
  CancelExportJob: (n) => [{ JobId: n.exportJob }],
  PutEmailIdentityConfigurationSetAttributes: (n, mine) => [
    { EmailIdentity: n.domain },
    { EmailIdentity: mine.domain, ConfigurationSetName: n.set },
  ],
  AssociateEmailIdentityCertificate: (n, { account, domain }) =>
    [n, { ...n, account }].flatMap((of) =>
      [n.domain, domain].map((EmailIdentity) => ({
        EmailIdentity,
        FromAddress: `ann@${EmailIdentity}`,
        CertificateArn: certificateOf(of),
      })),
    ),
  DisassociateEmailIdentityCertificate: (n) => [
    { EmailIdentity: n.domain, FromAddress: `${secret}@${n.domain}` },
  ],
  PutEmailIdentityDkimAttributes: onDomain({ SigningEnabled: false }),
  PutEmailIdentityDkimSigningAttributes: (n) => [
    {
      EmailIdentity: n.domain,
      SigningAttributesOrigin: "AWS_SES",
      SigningAttributes: { NextSigningKeyLength: "RSA_1024_BIT" },
    },
    { EmailIdentity: n.domain, SigningAttributesOrigin: `AWS_SES_EU_CENTRAL_1` },
  ],
  PutEmailIdentityFeedbackAttributes: onDomain({ EmailForwardingEnabled: false }),
  PutEmailIdentityMailFromAttributes: (n) => [
    { EmailIdentity: n.domain, MailFromDomain: `bounce.${n.domain}` },
  ],
  UpdateEmailIdentityPolicy: (n) => [{ EmailIdentity: n.domain, PolicyName: n.policy, Policy }],
  UpdateReputationEntityCustomerManagedStatus: (n, { account }) =>
    [n, { ...n, account }].map((of) => ({
      ReputationEntityType: "RESOURCE",
      ReputationEntityReference: arn(of, `tenant/${n.tenant}/${n.tenantId}`),
      SendingStatus: "DISABLED",
    })),
  UpdateReputationEntityPolicy: (n, { account }) =>
    [n, { ...n, account }].map((of) => ({
      ReputationEntityType: "RESOURCE",
      ReputationEntityReference: arn(of, `tenant/${n.tenant}/${n.tenantId}`),
      ReputationEntityPolicy: "arn:aws:ses:us-east-1:aws:reputation-policy/strict",
    })),
  TagResource: (n, { account }) =>
    arns(n, account).map((ResourceArn) => ({ ResourceArn, Tags: [{ Key: "mine", Value: "" }] })),
  UntagResource: (n, { account }) =>
    arns(n, account).map((ResourceArn) => ({ ResourceArn, TagKeys: ["of"] })),
  UpdateEmailTemplate: (n) => [{ TemplateName: n.template, TemplateContent }],
  PutTenantSuppressionAttributes: (n) => [{ TenantName: n.tenant, SuppressionScope: "TENANT" }],
  // What is put into something of somebody's.
  CreateConfigurationSetEventDestination: (n) => [
    { ConfigurationSetName: "mine", EventDestinationName: "topic", ...telling(topicOf(n)) },
    { ConfigurationSetName: n.set, EventDestinationName: "new", ...telling(awsTopic) },
  ],
  CreateContact: (n) => [{ ContactListName: n.list, EmailAddress: "dora@far.example" }],
  CreateEmailIdentityPolicy: (n) => [{ EmailIdentity: n.domain, PolicyName: "mine", Policy }],
  CreateImportJob: (n) => [
    {
      ImportDestination: {
        ContactListDestination: { ContactListName: n.list, ContactListImportAction: "PUT" },
      },
      ImportDataSource: { S3Url: "s3://lists/people.csv", DataFormat: "CSV" },
    },
  ],
  CreateTenantResourceAssociation: (n, { domain, account }) => [
    { TenantName: n.tenant, ResourceArn: arn(n, `identity/${n.domain}`) },
    { TenantName: n.tenant, ResourceArn: arn({ ...n, account }, `identity/${domain}`) },
    { TenantName: n.tenant, ResourceArn: arn({ ...n, account }, `identity/${n.domain}`) },
  ],
  // What is sent. An endpoint is the account's in every region: it has a story of its own.
  CreateDeliverabilityTestReport: (n) => [{ FromEmailAddress: `me@${n.domain}`, Content: simple }],
  SendEmail: (n, { domain }) => {
    const Destination = { ToAddresses: ["dora@far.example"] };
    const mail = { FromEmailAddress: `me@${domain}`, Destination, Content: simple };
    const Template = (more: Attempt) => ({ Content: { Template: { TemplateData: "{}", ...more } } });
    return [
      { ...mail, FromEmailAddress: `me@${n.domain}` },
      { ...mail, FromEmailAddressIdentityArn: arn(n, `identity/${n.domain}`) },
      {
        ...mail,
        FromEmailAddress: `me@${n.domain}`,
        FromEmailAddressIdentityArn: arn(n, `identity/${n.domain}`),
      },
      { ...mail, FeedbackForwardingEmailAddress: `me@${n.domain}` },
      { ...mail, ConfigurationSetName: n.set },
      { ...mail, ...Template({ TemplateName: n.template }) },
      { ...mail, ...Template({ TemplateArn: arn(n, `template/${n.template}`) }) },
      { ...mail, TenantName: n.tenant },
      { ...mail, ListManagementOptions: { ContactListName: n.list } },
    ];
  },
  SendBulkEmail: (n, { domain }) => {
    const BulkEmailEntries = [{ Destination: { ToAddresses: ["dora@far.example"] } }];
    const Template = { TemplateContent, TemplateData: "{}" };
    const mail = { FromEmailAddress: `me@${domain}`, BulkEmailEntries, DefaultContent: { Template } };
    return [
      { ...mail, FromEmailAddress: `me@${n.domain}` },
      { ...mail, DefaultContent: { Template: { TemplateName: n.template, TemplateData: "{}" } } },
      { ...mail, ConfigurationSetName: n.set },
      { ...mail, TenantName: n.tenant },
    ];
  },
  SendCustomVerificationEmail: (n) => [{ EmailAddress: "dora@far.example", TemplateName: n.customTemplate }],
  // What is taken away.
  DeleteSuppressedDestination: (n) => [{ EmailAddress: n.suppressed, TenantName: n.tenant }],
  DeleteContact: (n) => [{ ContactListName: n.list, EmailAddress: n.contact }],
  DeleteContactList: (n) => [{ ContactListName: n.list }],
  DeleteConfigurationSetEventDestination: (n) => [
    { ConfigurationSetName: n.set, EventDestinationName: n.destination },
  ],
  DeleteConfigurationSet: onSet(),
  DeleteCustomVerificationEmailTemplate: (n) => [{ TemplateName: n.customTemplate }],
  DeleteDedicatedIpPool: (n) => [{ PoolName: n.pool }],
  DeleteMultiRegionEndpoint: (n) => [{ EndpointName: n.endpoint }],
  DeleteEmailIdentityPolicy: (n) => [{ EmailIdentity: n.domain, PolicyName: n.policy }],
  DeleteEmailIdentity: onDomain(),
  DeleteEmailTemplate: (n) => [{ TemplateName: n.template }],
  DeleteTenantResourceAssociation: (n) => [
    { TenantName: n.tenant, ResourceArn: arn(n, `identity/${n.domain}`) },
  ],
  DeleteTenant: (n) => [{ TenantName: n.tenant }],
  // What is made, and made of something of somebody's before that is.
  CreateEmailIdentity: (n) => [
    { EmailIdentity: "new.test", ConfigurationSetName: n.set },
    { EmailIdentity: n.domain },
    { EmailIdentity: n.address },
  ],
  CreateConfigurationSet: (n) => [
    { ConfigurationSetName: "with-a-pool", DeliveryOptions: { SendingPoolName: n.pool } },
    { ConfigurationSetName: "with-a-domain", TrackingOptions: { CustomRedirectDomain: n.domain } },
    { ConfigurationSetName: n.set },
  ],
  CreateContactList: (n) => [{ ContactListName: n.list }],
  CreateCustomVerificationEmailTemplate: (n, mine) =>
    [n.domain, mine.domain].map((domain) => ({
      TemplateName: n.customTemplate,
      FromEmailAddress: `hello@${domain}`,
      ...custom,
    })),
  CreateDedicatedIpPool: (n) => [{ PoolName: n.pool }],
  CreateEmailTemplate: (n) => [{ TemplateName: n.template, TemplateContent }],
  CreateExportJob: none,
  CreateMultiRegionEndpoint: (n) => [
    { EndpointName: n.endpoint, Details: { RoutesDetails: [{ Region: "eu-central-1" }] } },
  ],
  PutSuppressedDestination: (n) => [
    { EmailAddress: n.suppressed, Reason: "COMPLAINT", TenantName: n.tenant },
    { EmailAddress: n.suppressed, Reason: "COMPLAINT" },
  ],
  CreateTenant: (n) => [{ TenantName: n.tenant }],
} as const satisfies Partial<Record<OperationName, OperationAttempts>>;
