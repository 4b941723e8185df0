import type { Snippet } from "#console/elements/snippets.tsx";
import { type CurlFacts, curlToSend } from "./curl.ts";

interface ApiFacts extends CurlFacts {
  readonly from: string;
}

/** The same message by common SDKs. */
export function apiSnippets(facts: ApiFacts): readonly Snippet[] {
  return [
    { id: "node", name: "Node.js", code: node(facts) },
    { id: "python", name: "Python", code: python(facts) },
    { id: "go", name: "Go", code: go(facts) },
    { id: "php", name: "PHP", code: php(facts) },
    { id: "ruby", name: "Ruby", code: ruby(facts) },
    { id: "java", name: "Java", code: java(facts) },
    { id: "cli", name: "AWS CLI", code: cli(facts) },
    { id: "curl", name: "curl", code: curlToSend(facts, facts.from) },
    { id: "variables", name: "Variables", code: variables(facts) },
  ];
}

function node({ endpoint, region, from }: ApiFacts): string {
  return `import { SendEmailCommand, SESv2Client } from "@aws-sdk/client-sesv2";

const ses = new SESv2Client({
  endpoint: "${endpoint}",
  region: "${region}",
  credentials: { accessKeyId: "ACCESS_KEY_ID", secretAccessKey: "SECRET_ACCESS_KEY" },
});

await ses.send(new SendEmailCommand({
  FromEmailAddress: "${from}",
  Destination: { ToAddresses: ["you@example.com"] },
  Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello!" } } } },
}));`;
}

function python({ endpoint, region, from }: ApiFacts): string {
  return `import boto3

ses = boto3.client(
    "sesv2",
    endpoint_url="${endpoint}",
    region_name="${region}",
    aws_access_key_id="ACCESS_KEY_ID",
    aws_secret_access_key="SECRET_ACCESS_KEY",
)

ses.send_email(
    FromEmailAddress="${from}",
    Destination={"ToAddresses": ["you@example.com"]},
    Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hello!"}}}},
)`;
}

function go({ endpoint, region, from }: ApiFacts): string {
  return `ses := sesv2.New(sesv2.Options{
	BaseEndpoint: aws.String("${endpoint}"),
	Region:       "${region}",
	Credentials:  credentials.NewStaticCredentialsProvider("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", ""),
})

_, err := ses.SendEmail(ctx, &sesv2.SendEmailInput{
	FromEmailAddress: aws.String("${from}"),
	Destination:      &types.Destination{ToAddresses: []string{"you@example.com"}},
	Content: &types.EmailContent{Simple: &types.Message{
		Subject: &types.Content{Data: aws.String("Hello")},
		Body:    &types.Body{Text: &types.Content{Data: aws.String("Hello!")}},
	}},
})`;
}

function php({ endpoint, region, from }: ApiFacts): string {
  return `$ses = new Aws\\SesV2\\SesV2Client([
    'endpoint' => '${endpoint}',
    'region' => '${region}',
    'credentials' => ['key' => 'ACCESS_KEY_ID', 'secret' => 'SECRET_ACCESS_KEY'],
]);

$ses->sendEmail([
    'FromEmailAddress' => '${from}',
    'Destination' => ['ToAddresses' => ['you@example.com']],
    'Content' => ['Simple' => ['Subject' => ['Data' => 'Hello'], 'Body' => ['Text' => ['Data' => 'Hello!']]]],
]);`;
}

function ruby({ endpoint, region, from }: ApiFacts): string {
  return `require "aws-sdk-sesv2"

ses = Aws::SESV2::Client.new(
  endpoint: "${endpoint}",
  region: "${region}",
  access_key_id: "ACCESS_KEY_ID",
  secret_access_key: "SECRET_ACCESS_KEY"
)

ses.send_email(
  from_email_address: "${from}",
  destination: { to_addresses: ["you@example.com"] },
  content: { simple: { subject: { data: "Hello" }, body: { text: { data: "Hello!" } } } }
)`;
}

function java({ endpoint, region, from }: ApiFacts): string {
  return `var ses = SesV2Client.builder()
    .endpointOverride(URI.create("${endpoint}"))
    .region(Region.of("${region}"))
    .credentialsProvider(StaticCredentialsProvider.create(
        AwsBasicCredentials.create("ACCESS_KEY_ID", "SECRET_ACCESS_KEY")))
    .build();

ses.sendEmail(request -> request
    .fromEmailAddress("${from}")
    .destination(to -> to.toAddresses("you@example.com"))
    .content(content -> content.simple(message -> message
        .subject(subject -> subject.data("Hello"))
        .body(body -> body.text(text -> text.data("Hello!"))))));`;
}

function cli({ endpoint, region, from }: ApiFacts): string {
  return `export AWS_ACCESS_KEY_ID=ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY=SECRET_ACCESS_KEY

aws sesv2 send-email --endpoint-url ${endpoint} --region ${region} \\
  --from-email-address ${from} --destination ToAddresses=you@example.com \\
  --content 'Simple={Subject={Data=Hello},Body={Text={Data=Hello!}}}'`;
}

function variables({ endpoint, region }: ApiFacts): string {
  return `# Read by every AWS SDK and the AWS CLI: a program need not be changed at all.
AWS_ENDPOINT_URL_SESV2=${endpoint}
AWS_REGION=${region}
AWS_ACCESS_KEY_ID=ACCESS_KEY_ID
AWS_SECRET_ACCESS_KEY=SECRET_ACCESS_KEY`;
}
