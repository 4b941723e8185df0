import { Button, Select } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { DownloadIcon, PlusIcon, UploadIcon } from "@radix-ui/react-icons";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { suppressionCsvAddress } from "#console/api/suppression.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { Filters } from "#console/elements/filters.tsx";
import { Page } from "#console/elements/page.tsx";
import { SearchField } from "#console/elements/search-field.tsx";
import { TenantChoice } from "#console/elements/tenant-choice.tsx";
import { FoundAddress } from "./found-address.tsx";
import { ImportForm } from "./import-form.tsx";
import { SuppressForm } from "./suppress-form.tsx";
import { SuppressionList } from "./suppression-list.tsx";

/** Addresses that nothing is sent to any more. */
export function SuppressionPage(): ReactNode {
  const [adding, addingIs] = useDisclosure(false);
  const [importing, importingIs] = useDisclosure(false);
  const { address, reason, tenant } = useSearch({ from: "/suppression" });
  return (
    <Page
      title="Suppression list"
      subtitle="Addresses that bounced or complained: nothing is sent to them, which keeps your reputation. Their messages end as a bounce of their own kind."
      actions={
        <>
          <Button
            component="a"
            variant="default"
            leftSection={<DownloadIcon />}
            href={suppressionCsvAddress(tenant, reason)}
            download="suppression.csv"
          >
            Export
          </Button>
          <Button variant="default" leftSection={<UploadIcon />} onClick={importingIs.open}>
            Import
          </Button>
          <Button leftSection={<PlusIcon />} onClick={addingIs.open}>
            Add an address
          </Button>
        </>
      }
    >
      <SuppressionFilters />
      {address === undefined ? (
        <SuppressionList tenant={tenant} reason={reason} />
      ) : (
        <Card flush>
          <FoundAddress tenant={tenant} address={address} />
        </Card>
      )}
      <Dialog opened={adding} onClose={addingIs.close} title="Add an address">
        <SuppressForm tenant={tenant} onDone={addingIs.close} />
      </Dialog>
      <Dialog
        opened={importing}
        onClose={importingIs.close}
        title="Import a list"
        size="lg"
        description="A line for each address, and after a comma BOUNCE or COMPLAINT: without it, BOUNCE. An export of this list is such a file."
      >
        <ImportForm tenant={tenant} onDone={importingIs.close} />
      </Dialog>
    </Page>
  );
}

function SuppressionFilters(): ReactNode {
  const { address, reason, tenant } = useSearch({ from: "/suppression" });
  const navigate = useNavigate({ from: "/suppression" });
  const narrow = (search: {
    address?: string | undefined;
    reason?: string | undefined;
    tenant?: string | undefined;
  }) =>
    void navigate({
      search: Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)),
      replace: true,
    });
  return (
    <Filters>
      <SearchField
        label="A whole address"
        sought={address}
        onSeek={(sought) => narrow({ reason, tenant, address: sought === "" ? undefined : sought })}
      />
      <Select
        aria-label="Reason"
        placeholder="Any reason"
        clearable
        disabled={address !== undefined}
        value={reason ?? null}
        data={[
          { value: "BOUNCE", label: "Bounces" },
          { value: "COMPLAINT", label: "Complaints" },
        ]}
        onChange={(chosen) => narrow({ tenant, reason: chosen ?? undefined })}
      />
      <TenantChoice
        tenant={tenant}
        unchosen="The account's list"
        onChoose={(chosen) => narrow({ address, reason, tenant: chosen })}
      />
    </Filters>
  );
}
