/** The EICAR test file, which virus scanners agree to find; in two halves, that none finds it here. */
const testFile = "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
const plain = Buffer.from(testFile, "latin1");
/** As base64 begins with it in a part of its own. */
const encoded = Buffer.from(plain.subarray(0, 48).toString("base64"), "latin1");

export function isTestVirus(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return bytes.includes(plain) || bytes.includes(encoded);
}
