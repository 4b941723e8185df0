/** A bounce or a complaint that came back by mail, so that it counts once however often it comes. */
export interface FeedbackReportsTable {
  account: string;
  region: string;
  message_id: string;
  recipient: string;
  kind: "bounce" | "complaint";
  received_at: number;
}
