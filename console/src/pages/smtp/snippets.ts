interface SmtpFacts {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly trustsAnyCertificate: boolean;
}

interface Snippet {
  readonly id: string;
  readonly name: string;
  readonly write: (facts: SmtpFacts) => string;
}

export const snippets: readonly Snippet[] = [
  { id: "node", name: "Node.js", write: node },
  { id: "python", name: "Python", write: python },
  { id: "php", name: "PHP", write: php },
  { id: "ruby", name: "Ruby", write: ruby },
  { id: "go", name: "Go", write: go },
  { id: "java", name: "Java", write: java },
  { id: "swaks", name: "swaks", write: swaks },
  { id: "settings", name: "Variables", write: variables },
];

function node({ host, port, user, password, trustsAnyCertificate }: SmtpFacts): string {
  return `import nodemailer from "nodemailer";

const transport = nodemailer.createTransport({
  host: "${host}",
  port: ${port},
  requireTLS: true,
  auth: { user: "${user}", pass: "${password}" },${
    trustsAnyCertificate ? "\n  tls: { rejectUnauthorized: false }, // its certificate is self-signed" : ""
  }
});

await transport.sendMail({
  from: "hello@shop.example",
  to: "you@example.com",
  subject: "Hello",
  text: "Hello!",
});`;
}

function python({ host, port, user, password, trustsAnyCertificate }: SmtpFacts): string {
  const context = trustsAnyCertificate
    ? "ssl._create_unverified_context()  # its certificate is self-signed"
    : "ssl.create_default_context()";
  return `import smtplib, ssl
from email.message import EmailMessage

message = EmailMessage()
message["From"] = "hello@shop.example"
message["To"] = "you@example.com"
message["Subject"] = "Hello"
message.set_content("Hello!")

with smtplib.SMTP("${host}", ${port}) as smtp:
    smtp.starttls(context=${context})
    smtp.login("${user}", "${password}")
    smtp.send_message(message)`;
}

function php({ host, port, user, password, trustsAnyCertificate }: SmtpFacts): string {
  const trust = trustsAnyCertificate
    ? `\n// Its certificate is self-signed.\n$mail->SMTPOptions = ["ssl" => ["verify_peer" => false, "allow_self_signed" => true]];`
    : "";
  return `use PHPMailer\\PHPMailer\\PHPMailer;

$mail = new PHPMailer(true);
$mail->isSMTP();
$mail->Host = "${host}";
$mail->Port = ${port};
$mail->SMTPSecure = PHPMailer::ENCRYPTION_STARTTLS;
$mail->SMTPAuth = true;
$mail->Username = "${user}";
$mail->Password = "${password}";${trust}
$mail->setFrom("hello@shop.example");
$mail->addAddress("you@example.com");
$mail->Subject = "Hello";
$mail->Body = "Hello!";
$mail->send();`;
}

function ruby({ host, port, user, password, trustsAnyCertificate }: SmtpFacts): string {
  return `require "mail"

Mail.defaults do
  delivery_method :smtp,
    address: "${host}", port: ${port},
    user_name: "${user}", password: "${password}", authentication: :plain,
    enable_starttls: true${trustsAnyCertificate ? `, openssl_verify_mode: "none" # its certificate is self-signed` : ""}
end

Mail.deliver do
  from    "hello@shop.example"
  to      "you@example.com"
  subject "Hello"
  body    "Hello!"
end`;
}

function go({ host, port, user, password }: SmtpFacts): string {
  return `// The standard library checks the server's certificate: give Signet one that is signed.
auth := smtp.PlainAuth("", "${user}", "${password}", "${host}")
message := []byte("From: hello@shop.example\\r\\nTo: you@example.com\\r\\nSubject: Hello\\r\\n\\r\\nHello!\\r\\n")
err := smtp.SendMail("${host}:${port}", auth, "hello@shop.example", []string{"you@example.com"}, message)`;
}

function java({ host, port, user, password, trustsAnyCertificate }: SmtpFacts): string {
  const trust = trustsAnyCertificate
    ? `\nproperties.put("mail.smtp.ssl.trust", "${host}"); // its certificate is self-signed`
    : "";
  return `// org.eclipse.angus:angus-mail
var properties = new Properties();
properties.put("mail.smtp.host", "${host}");
properties.put("mail.smtp.port", "${port}");
properties.put("mail.smtp.auth", "true");
properties.put("mail.smtp.starttls.required", "true");${trust}
var session = Session.getInstance(properties);

var message = new MimeMessage(session);
message.setFrom("hello@shop.example");
message.setRecipients(Message.RecipientType.TO, "you@example.com");
message.setSubject("Hello");
message.setText("Hello!");
Transport.send(message, "${user}", "${password}");`;
}

function swaks({ host, port, user, password }: SmtpFacts): string {
  return `swaks --server ${host} --port ${port} --tls \\
  --auth-user '${user}' --auth-password '${password}' \\
  --from hello@shop.example --to you@example.com --header 'Subject: Hello' --body 'Hello!'`;
}

function variables({ host, port, user, password }: SmtpFacts): string {
  return `SMTP_HOST=${host}
SMTP_PORT=${port}
SMTP_USERNAME=${user}
SMTP_PASSWORD=${password}
SMTP_TLS=starttls`;
}
