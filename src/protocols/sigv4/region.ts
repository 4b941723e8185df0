const regionForm = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;

/** Whether a text has the form of a Region's name (`eu-west-1`, `us-gov-east-1`). There is no list: AWS adds to it. */
export function isRegion(text: string): boolean {
  return text.length <= 32 && regionForm.test(text);
}
