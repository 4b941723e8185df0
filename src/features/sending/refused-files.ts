import { CallerError } from "#platform/errors.ts";
import { filesIn } from "#protocols/mime/files.ts";
import type { RawMessage } from "./raw-message.ts";

/** SES's limit. */
const mostParts = 500;

/** File name extensions that SES does not carry: what receiving systems would run. */
const refusedExtensions = new Set(
  (
    "ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib lnk " +
    "mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi msp " +
    "mst ops pcd pif plg prf prg reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps " +
    "vsmacros vss vst vsw vxd ws wsc wsf wsh xnk"
  ).split(" "),
);

/** Throws `bad-request` for files that SES does not carry, or too many of them. */
export function checkFiles(names: readonly string[]): void {
  if (names.length > mostParts) throw tooManyParts();
  for (const name of names) {
    const extension = extensionOf(name);
    if (extension !== undefined && refusedExtensions.has(extension)) {
      throw new CallerError(
        "bad-request",
        `Attachments of the type '.${extension}' are not allowed: ${name}`,
      );
    }
  }
}

/** In lower case. Windows drops dots and spaces at the end of a name, and runs what is left. */
function extensionOf(name: string): string | undefined {
  let end = name.length;
  while (name[end - 1] === "." || name[end - 1] === " ") end -= 1;
  const dot = name.lastIndexOf(".", end - 1);
  return end === 0 || dot === -1 ? undefined : name.slice(dot + 1, end).toLowerCase();
}

/** The same for the parts of a message that came whole. */
export function checkFilesIn(message: RawMessage): void {
  const found = filesIn(message, mostParts);
  if (found === undefined) throw tooMuchToRead();
  checkFiles(found);
}

function tooManyParts(): CallerError {
  return new CallerError("bad-request", `The message has more than ${mostParts} MIME parts.`);
}

function tooMuchToRead(): CallerError {
  return new CallerError(
    "bad-request",
    `The message has more than ${mostParts} MIME parts, or these have headers or boundaries that take too long to read.`,
  );
}
