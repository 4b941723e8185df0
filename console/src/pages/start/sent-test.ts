export interface SentTest {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
}
