import type { Names } from "./belongings.ts";
import type { Attempt, OperationAttempts } from "./operation-attempts.ts";

const none = () => [];
const onEach = (n: Names) => [{ Identities: [n.domain] }, { Identities: [n.address] }];
const onDomain =
  (more: Attempt = {}) =>
  ({ domain }: Names) => [{ Identity: domain, ...more }];
const arnOf = (n: Names) => `arn:aws:ses:${n.region}:${n.account}:identity/${n.domain}`;
/** By its name, and by its ARN. */
const onPolicies =
  (more: (n: Names) => Attempt = () => ({})) =>
  (n: Names) =>
    [n.domain, arnOf(n)].map((Identity) => ({ Identity, ...more(n) }));
const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

const destinationOf = (n: Names) => ({
  ConfigurationSetName: n.set,
  EventDestination: {
    Name: n.destination,
    MatchingEventTypes: ["send"],
    SNSDestination: { TopicARN: `arn:aws:sns:${n.region}:${n.account}:${n.topic}` },
  },
});
const trackingOf = (n: Names) => ({
  ConfigurationSetName: n.set,
  TrackingOptions: { CustomRedirectDomain: n.domain },
});

/** Of every call of the older API, what names something of somebody's. */
export const olderAttempts: Readonly<Record<string, OperationAttempts>> = {
  GetAccountSendingEnabled: none,
  GetSendQuota: none,
  GetSendStatistics: none,
  // What is read, and what is listed.
  GetIdentityDkimAttributes: onEach,
  GetIdentityMailFromDomainAttributes: onEach,
  GetIdentityNotificationAttributes: (n) => [...onEach(n), { Identities: [arnOf(n)] }],
  GetIdentityPolicies: onPolicies((n) => ({ PolicyNames: [n.policy] })),
  GetIdentityVerificationAttributes: onEach,
  ListIdentities: () => [{}, { IdentityType: "Domain" }],
  ListIdentityPolicies: onPolicies(),
  ListVerifiedEmailAddresses: none,
  GetTemplate: (n) => [{ TemplateName: n.template }],
  ListTemplates: () => [{}],
  TestRenderTemplate: (n) => [{ TemplateName: n.template, TemplateData: "{}" }],
  DescribeConfigurationSet: (n) => [
    { ConfigurationSetName: n.set, ConfigurationSetAttributeNames: ["eventDestinations", "trackingOptions"] },
  ],
  GetCustomVerificationEmailTemplate: (n) => [{ TemplateName: n.customTemplate }],
  ListConfigurationSets: () => [{}],
  ListCustomVerificationEmailTemplates: () => [{}],
  // What is changed.
  PutConfigurationSetDeliveryOptions: (n) => [
    { ConfigurationSetName: n.set, DeliveryOptions: { TlsPolicy: "Require" } },
  ],
  UpdateAccountSendingEnabled: none,
  UpdateConfigurationSetEventDestination: (n) => [destinationOf(n)],
  UpdateConfigurationSetReputationMetricsEnabled: (n) => [{ ConfigurationSetName: n.set, Enabled: false }],
  UpdateConfigurationSetSendingEnabled: (n) => [{ ConfigurationSetName: n.set, Enabled: true }],
  UpdateConfigurationSetTrackingOptions: (n) => [trackingOf(n)],
  UpdateCustomVerificationEmailTemplate: (n) => [
    { TemplateName: n.customTemplate, TemplateSubject: "Other" },
  ],
  UpdateTemplate: (n) => [{ Template: { TemplateName: n.template, TextPart: "Other" } }],
  PutIdentityPolicy: onPolicies((n) => ({ PolicyName: n.policy, Policy })),
  SetIdentityDkimEnabled: onDomain({ DkimEnabled: false }),
  SetIdentityFeedbackForwardingEnabled: onDomain({ ForwardingEnabled: false }),
  SetIdentityMailFromDomain: (n) => [{ Identity: n.domain, MailFromDomain: `bounces.${n.domain}` }],
  SendEmail: (n, { domain }) => {
    const mail = {
      Source: `me@${domain}`,
      Destination: { ToAddresses: ["dora@far.example"] },
      Message: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } },
    };
    const SourceArn = `arn:aws:ses:${n.region}:${n.account}:identity/${n.domain}`;
    return [
      { ...mail, Source: `me@${n.domain}` },
      { ...mail, SourceArn },
      { ...mail, Source: `me@${n.domain}`, SourceArn },
      { ...mail, ReturnPath: `me@${n.domain}`, ReturnPathArn: SourceArn },
      { ...mail, ConfigurationSetName: n.set },
    ];
  },
  SendRawEmail: (n, { domain }) => {
    const raw = (from: string) => ({
      RawMessage: { Data: Buffer.from(`From: me@${from}\r\nTo: dora@far.example\r\n\r\nHello`) },
    });
    const FromArn = `arn:aws:ses:${n.region}:${n.account}:identity/${n.domain}`;
    return [
      raw(n.domain),
      { ...raw(n.domain), FromArn },
      { ...raw(domain), Source: `me@${n.domain}`, SourceArn: FromArn },
      { ...raw(domain), ConfigurationSetName: n.set },
    ];
  },
  SendTemplatedEmail: (n, { domain }) => {
    const mail = {
      Source: `me@${domain}`,
      Destination: { ToAddresses: ["dora@far.example"] },
      Template: n.template,
      TemplateData: "{}",
    };
    return [mail, { ...mail, TemplateArn: `arn:aws:ses:${n.region}:${n.account}:template/${n.template}` }];
  },
  SendBulkTemplatedEmail: (n, { domain }) => {
    const mail = {
      Source: `me@${domain}`,
      Template: n.template,
      DefaultTemplateData: "{}",
      Destinations: [{ Destination: { ToAddresses: ["dora@far.example"] } }],
    };
    return [mail, { ...mail, Source: `me@${n.domain}` }, { ...mail, ConfigurationSetName: n.set }];
  },
  SendCustomVerificationEmail: (n) => [
    { EmailAddress: "dora@far.example", TemplateName: n.customTemplate },
    { EmailAddress: "dora@far.example", TemplateName: n.customTemplate, ConfigurationSetName: n.set },
  ],
  // What is taken away.
  DeleteConfigurationSet: (n) => [{ ConfigurationSetName: n.set }],
  DeleteConfigurationSetEventDestination: (n) => [
    { ConfigurationSetName: n.set, EventDestinationName: n.destination },
  ],
  DeleteConfigurationSetTrackingOptions: (n) => [{ ConfigurationSetName: n.set }],
  DeleteCustomVerificationEmailTemplate: (n) => [{ TemplateName: n.customTemplate }],
  DeleteIdentityPolicy: onPolicies((n) => ({ PolicyName: n.policy })),
  DeleteIdentity: onDomain(),
  DeleteVerifiedEmailAddress: (n) => [{ EmailAddress: n.address }],
  DeleteTemplate: (n) => [{ TemplateName: n.template }],
  // What is made.
  CreateConfigurationSet: (n) => [{ ConfigurationSet: { Name: n.set } }],
  CreateConfigurationSetEventDestination: (n) => [destinationOf(n)],
  CreateConfigurationSetTrackingOptions: (n) => [trackingOf(n)],
  CreateCustomVerificationEmailTemplate: (n) => [
    {
      TemplateName: n.customTemplate,
      FromEmailAddress: `me@${n.domain}`,
      TemplateSubject: "Hello",
      TemplateContent: "<p>Hello</p>",
      SuccessRedirectionURL: "https://far.example/",
      FailureRedirectionURL: "https://far.example/",
    },
  ],
  CreateTemplate: (n) => [{ Template: { TemplateName: n.template, TextPart: "Other" } }],
  VerifyDomainDkim: (n) => [{ Domain: n.domain }],
  VerifyDomainIdentity: (n) => [{ Domain: n.domain }],
  VerifyEmailAddress: (n) => [{ EmailAddress: n.address }],
  VerifyEmailIdentity: (n) => [{ EmailAddress: n.address }],
};
