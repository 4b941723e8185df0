export interface CustomVerificationTemplatesTable {
  account: string;
  region: string;
  name: string;
  id: string;
  created_at: number;
  sender: string;
  subject: string;
  content: string;
  success_url: string;
  failure_url: string;
}
