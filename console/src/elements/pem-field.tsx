import { FileInput, Stack } from "@mantine/core";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { CodeArea } from "#console/elements/code-area.tsx";

/** The service takes no longer one. */
const longestBytes = 65_536;

interface GivenPem {
  readonly pasted: RefObject<HTMLTextAreaElement | null>;
  readonly file: File | null;
  readonly choose: (file: File | null) => void;
  readonly isGiven: boolean;
  readonly setPasted: (isPasted: boolean) => void;
  readonly read: () => Promise<string>;
  /** For a secret: what was pasted is forgotten once this is done with it, or has failed. */
  readonly readOnce: <Result>(use: (pem: string) => Promise<Result>) => Promise<Result>;
}

/** A file, or what is pasted. It is read when it is sent: no state of the page ever holds it. */
export function usePem(): GivenPem {
  const pasted = useRef<HTMLTextAreaElement>(null);
  const [file, choose] = useState<File | null>(null);
  const [isPasted, setPasted] = useState(false);
  const read = async () => (file === null ? (pasted.current?.value ?? "") : await textOf(file));
  return {
    pasted,
    file,
    choose,
    isGiven: isPasted || file !== null,
    setPasted,
    read,
    readOnce: async (use) => {
      try {
        return await use(await read());
      } finally {
        if (pasted.current !== null) pasted.current.value = "";
        setPasted(false);
      }
    },
  };
}

async function textOf(file: File): Promise<string> {
  if (file.size > longestBytes) throw new Error(`${file.name} is longer than ${longestBytes} bytes.`);
  return await file.text();
}

interface PemFieldProps {
  readonly label: string;
  readonly description: ReactNode;
  /** Of what is pasted. */
  readonly firstLine: string;
  readonly given: GivenPem;
  /** Whether the form begins with it. */
  readonly isFirst?: boolean;
}

export function PemField({
  label,
  description,
  firstLine,
  given,
  isFirst = false,
}: PemFieldProps): ReactNode {
  const { pasted, file, choose, setPasted } = given;
  return (
    <Stack gap="xs">
      <FileInput
        label={label}
        description={description}
        placeholder="Choose a PEM file, or paste it below"
        accept=".pem,.crt,.cer,.key,text/plain"
        clearable
        clearButtonProps={{ "aria-label": "Choose none" }}
        value={file}
        onChange={choose}
      />
      {file === null && (
        <CodeArea
          ref={pasted}
          aria-label={`${label}, pasted`}
          placeholder={firstLine}
          onChange={(event) => setPasted(event.currentTarget.value !== "")}
          minRows={3}
          maxRows={8}
          required
          data-autofocus={isFirst || undefined}
        />
      )}
    </Stack>
  );
}
