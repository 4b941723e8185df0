import type { Tag } from "#features/tags/index.ts";

interface WireTag {
  readonly Key: string;
  readonly Value: string;
}

export function readTags(tags: readonly WireTag[] = []): Tag[] {
  return tags.map(({ Key, Value }) => ({ key: Key, value: Value }));
}

export function writeTags(tags: readonly Tag[]): WireTag[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}
