import type { OlderCodes } from "#servers/api/older-refusal.ts";

export const unknownTemplate: OlderCodes = { "not-found": "CustomVerificationEmailTemplateDoesNotExist" };
