export interface MailSiteHoldersTable {
  /** The registrable domain of a provider's servers. */
  site: string;
  /** A process; its own name for itself, new at every start. */
  holder: string;
  until: number;
}
