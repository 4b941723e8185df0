import type { BounceKind } from "./bounce-kind.ts";

/**
 * What providers say beyond the codes, in their words as seen. The first row that matches decides. Before all others those that are about
 * us and not about the recipient: a blocklist, a policy, a rate. They must never suppress anybody.
 */
export const providerReplies: readonly (readonly [pattern: RegExp, kind: BounceKind])[] = [
  // The mailbox simulator's, as SES's own list of all accounts.
  [/on the suppression list/i, "suppressed"],
  // Us: our address, our reputation, our authentication, our rate.
  [
    /\b(?:spamhaus|spamcop|barracuda|sorbs|uceprotect|invaluement|proofpoint|cloudmark|abusix|mimecast)\b/i,
    "refused-infrastructure",
  ],
  [/\b(?:block ?list|black ?list|denylist|dnsbl|rbl)(?:ed|s)?\b/i, "refused-infrastructure"],
  [/\b(?:poor|low|bad) (?:sender |domain |ip )?reputation\b/i, "refused-infrastructure"],
  [/\b(?:spf|dkim|dmarc)\b/i, "refused-infrastructure"],
  [
    /\bunauthenticated\b|not authenticated|authentication (?:checks?|required|results?)/i,
    "refused-infrastructure",
  ],
  [/\b(?:PTR|reverse DNS|rDNS)\b/i, "refused-infrastructure"],
  [
    /client host .* blocked|banned sending ip|part of their network is on our block list/i,
    "refused-infrastructure",
  ],
  [
    /unusual (?:rate|amount) of (?:unsolicited )?mail|unsolicited mail originating/i,
    "refused-infrastructure",
  ],
  [
    /\brelay(?:ing)? (?:is )?(?:not (?:permitted|allowed)|(?:access )?(?:denied|prohibited))|not permitted to relay|allowed rcpthosts/i,
    "refused-infrastructure",
  ],
  [/sender (?:address )?(?:verif|reject|domain)|administrative prohibition/i, "refused-infrastructure"],
  [
    /rate limit|too many (?:messages|connections|recipients)|try again later|temporarily deferred|greylist/i,
    "later",
  ],
  // The mailbox.
  [
    /(?:mailbox|account|quota|inbox).{0,30}\b(?:full|exceeded|over ?quota)\b|over ?quota|out of storage/i,
    "mailbox-full",
  ],
  [/message (?:size|(?:is )?too (?:large|big))|exceeds? (?:the )?(?:maximum|size)/i, "too-large"],
  [/attachment.{0,40}(?:not allowed|blocked|rejected)|blocked .{0,20}attachment|executable/i, "attachment"],
  [
    /no such (?:user|mailbox|recipient|person)|user (?:unknown|not found|doesn't exist|does not exist)/i,
    "no-recipient",
  ],
  [/(?:unknown|invalid|nonexistent|non-existent) (?:user|recipient|mailbox|address)/i, "no-recipient"],
  [
    /(?:recipient|mailbox|address|account).{0,40}(?:does ?n[o']t exist|not found|unavailable|unknown)/i,
    "no-recipient",
  ],
  [/(?:account|mailbox|user).{0,30}(?:disabled|inactive|suspended|deactivated|closed)/i, "no-recipient"],
  // Exim's and OpenSMTPD's, where no server was asked: there is no way to the address, or not in time.
  [/unrouteable address|no MX found for domain/i, "no-recipient"],
  [/retry time(?:out exceeded| not reached)|delivery time expired/i, "timed-out"],
  [/\b(?:spam|junk|unsolicited|virus|malware|phishing|content)\b/i, "content"],
  // With 5.7.x it is Postfix's word for whatever a rule of its operator refuses: who is unknown there has 5.1.1.
  [/^(?!.*\b[45]\.7\.\d).*(?:recipient|mailbox|address|account).{0,40}rejected/is, "no-recipient"],
];
