/** SES's name of a status: `TEMPORARY_FAILURE`. */
export function statusName(status: string): string {
  return status.toUpperCase().replace("-", "_");
}
