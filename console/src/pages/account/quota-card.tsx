import { Progress, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Account } from "#console/api/account.ts";
import { Card } from "#console/elements/card.tsx";
import { Facts } from "#console/elements/facts.tsx";

// How it is written that a day, or a second, has no limit.
const unlimited = -1;
const unlimitedRate = 1_000_000;

/** How much may be sent, and how much was. */
export function QuotaCard({ account }: { readonly account: Account }): ReactNode {
  const {
    Max24HourSend = unlimited,
    MaxSendRate = unlimitedRate,
    SentLast24Hours = 0,
  } = account.SendQuota ?? {};
  const sent = SentLast24Hours.toLocaleString("en");
  return (
    <Card title="Quota">
      {Max24HourSend !== unlimited && (
        <>
          <Progress
            value={(100 * SentLast24Hours) / Math.max(Max24HourSend, 1)}
            aria-label="Of the day's quota"
            mb="xs"
          />
          <Text mb="md">
            {sent} of {Max24HourSend.toLocaleString("en")} in the last 24 hours.
          </Text>
        </>
      )}
      <Facts
        facts={[
          ["Sent in 24 hours", sent],
          [
            "At most in 24 hours",
            Max24HourSend === unlimited ? "No limit" : Max24HourSend.toLocaleString("en"),
          ],
          ["At most a second", MaxSendRate >= unlimitedRate ? "No limit" : `${MaxSendRate}`],
          [
            "May send to",
            account.ProductionAccessEnabled === true
              ? "Everybody"
              : "Verified addresses only: the account is in the sandbox, which its operator may lift",
          ],
        ]}
      />
    </Card>
  );
}
