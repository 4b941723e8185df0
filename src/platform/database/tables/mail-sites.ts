/** Who has much to do where; named for the first thing that processes shared. */
export interface MailSiteHoldersTable {
  /** The registrable domain of a provider's servers, or another thing's name, in two words. */
  site: string;
  /** A process; its own name for itself, new at every start. */
  holder: string;
  until: number;
}
