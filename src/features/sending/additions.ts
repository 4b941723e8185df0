import { CallerError } from "#platform/errors.ts";
import type { Additions } from "./send-request.ts";

/** Fields that are made of the call's other members, or by the service. SES lists them. */
const reserved = new Set([
  "bcc",
  "cc",
  "content-disposition",
  "content-type",
  "date",
  "from",
  "message-id",
  "mime-version",
  "reply-to",
  "return-path",
  "subject",
  "to",
]);

/** File name extensions that SES does not carry: what receiving systems would run. */
const refusedExtensions = new Set(
  (
    "ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib lnk " +
    "mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi msp " +
    "mst ops pcd pif plg prf prg reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps " +
    "vsmacros vss vst vsw vxd ws wsc wsf wsh xnk"
  ).split(" "),
);

/** SES: name and value together. */
const longestHeader = 996;

/** Header fields and attachments that a caller may add. Throws `bad-request`. */
export function checkAdditions({ headers, attachments }: Additions): void {
  const seen = new Set<string>();
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    if (lower === "") throw refusal("The header name must be specified.");
    if (reserved.has(lower)) throw refusal(`The header '${name}' is set by the service and cannot be given.`);
    if (seen.has(lower)) throw refusal(`Duplicate header '${name}'.`);
    if (name.length + value.length > longestHeader) {
      throw refusal(`The header '${name}' is longer than ${longestHeader} characters.`);
    }
    seen.add(lower);
  }
  for (const { fileName } of attachments) {
    const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
    if (fileName.includes(".") && refusedExtensions.has(extension)) {
      throw refusal(`Attachments of the type '.${extension}' are not allowed: ${fileName}`);
    }
  }
}

function refusal(message: string): CallerError {
  return new CallerError("bad-request", message);
}
