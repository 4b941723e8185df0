export interface TagsTable {
  account: string;
  region: string;
  /** The ARN's last part: `identity/example.com`, `configuration-set/news`. */
  resource: string;
  key: string;
  value: string;
}
