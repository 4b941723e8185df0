import { Select, Switch, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { ipPoolsQuery, namesOfPools } from "#console/api/dedicated-ips.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { useOptions } from "./use-options.ts";

// SES's bounds.
const leastSeconds = 300;
const mostSeconds = 50_400;

/** On which way, how well guarded, and for how long it is tried. */
export function DeliveryCard({ name, set }: SetProps): ReactNode {
  const pools = useInfiniteQuery(ipPoolsQuery);
  const names = namesOfPools(pools.data);
  // One that every account has is in no list, and one that was deleted is in none any more.
  const named = set.DeliveryOptions?.SendingPoolName;
  const { value, change, saving } = useOptions({ name, set }, draftOf, async (draft) => {
    const { isTlsRequired, pool, seconds } = draft;
    await putOptions(name, "delivery-options", {
      TlsPolicy: isTlsRequired ? "REQUIRE" : "OPTIONAL",
      SendingPoolName: pool ?? undefined,
      MaxDeliverySeconds: seconds === "" ? undefined : Number(seconds),
    });
  });
  return (
    <Card title="Delivery">
      <SaveForm saving={saving}>
        <Switch
          label="Only over TLS"
          description="A server that offers none gets nothing: the message waits, and bounces in the end. Otherwise TLS is used where it is offered."
          checked={value.isTlsRequired}
          onChange={(event) => change({ isTlsRequired: event.currentTarget.checked })}
        />
        <TextInput
          type="number"
          label="Try for, in seconds"
          description="Between 5 minutes (300) and 14 hours (50400). Empty: as long as SES does, 14 hours."
          placeholder="50400"
          min={leastSeconds}
          max={mostSeconds}
          value={value.seconds}
          onChange={(event) => change({ seconds: event.currentTarget.value })}
        />
        <Select
          label="Pool of dedicated IPs"
          description={
            <>
              Addresses of this machine that its messages leave from; they are put together under{" "}
              <Link to="/dedicated-ips">Dedicated IPs</Link>.
            </>
          }
          placeholder="Any address"
          clearable
          value={value.pool}
          data={[...new Set([...names, ...(named === undefined ? [] : [named])])]}
          onChange={(pool) => change({ pool })}
          nothingFoundMessage="No pool has been made."
        />
      </SaveForm>
    </Card>
  );
}

function draftOf({ DeliveryOptions }: SetProps["set"]) {
  const { TlsPolicy, SendingPoolName = null, MaxDeliverySeconds } = DeliveryOptions ?? {};
  return {
    isTlsRequired: TlsPolicy === "REQUIRE",
    pool: SendingPoolName,
    seconds: String(MaxDeliverySeconds ?? ""),
  };
}
