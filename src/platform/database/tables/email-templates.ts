export interface EmailTemplatesTable {
  account: string;
  region: string;
  name: string;
  id: string;
  created_at: number;
  subject: string | null;
  text_part: string | null;
  html_part: string | null;
}
