import type { PartPreview } from "#console/api/templates.ts";

export function faultOf(part: PartPreview | null | undefined): string | undefined {
  return part != null && "fault" in part ? part.fault : undefined;
}

export function renderedOf(part: PartPreview | null | undefined): string | undefined {
  return part != null && "rendered" in part ? part.rendered : undefined;
}
