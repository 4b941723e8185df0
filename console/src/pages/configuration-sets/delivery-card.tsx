import { NumberInput, Select, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { ipPoolsQuery } from "#console/api/dedicated-ips.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { usePutOptions } from "./use-put-options.ts";

// SES's bounds.
const leastSeconds = 300;
const mostSeconds = 50_400;

/** On which way, how well guarded, and for how long it is tried. */
export function DeliveryCard({ name, set }: SetProps): ReactNode {
  const { TlsPolicy, SendingPoolName, MaxDeliverySeconds } = set.DeliveryOptions ?? {};
  const [isTlsRequired, setTlsRequired] = useState(TlsPolicy === "REQUIRE");
  const [pool, setPool] = useState<string | null>(SendingPoolName ?? null);
  const [seconds, setSeconds] = useState<number | string>(MaxDeliverySeconds ?? "");
  const pools = useQuery(ipPoolsQuery);
  const save = usePutOptions(
    name,
    async () =>
      await putOptions(name, "delivery-options", {
        TlsPolicy: isTlsRequired ? "REQUIRE" : "OPTIONAL",
        SendingPoolName: pool ?? undefined,
        MaxDeliverySeconds: seconds === "" ? undefined : Number(seconds),
      }),
  );
  return (
    <Card title="Delivery">
      <SaveForm saving={{ ...save, mutate: () => save.mutate() }}>
        <Switch
          label="Only over TLS"
          description="A server that offers none gets nothing: the message waits, and bounces in the end. Otherwise TLS is used where it is offered."
          checked={isTlsRequired}
          onChange={(event) => setTlsRequired(event.currentTarget.checked)}
        />
        <NumberInput
          label="Try for, in seconds"
          description="Between 5 minutes (300) and 14 hours (50400). Empty: as long as SES does, 14 hours."
          placeholder="50400"
          min={leastSeconds}
          max={mostSeconds}
          clampBehavior="none"
          allowDecimal={false}
          value={seconds}
          onChange={setSeconds}
        />
        <Select
          label="Pool of dedicated IPs"
          description="Addresses of this machine that its messages leave from."
          placeholder="Any address"
          clearable
          value={pool}
          data={[...(pools.data ?? [])]}
          onChange={setPool}
          nothingFoundMessage="No pool has been made."
        />
      </SaveForm>
    </Card>
  );
}
