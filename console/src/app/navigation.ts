import {
  BarChartIcon,
  BellIcon,
  CheckCircledIcon,
  CircleBackslashIcon,
  CodeIcon,
  EnterIcon,
  EnvelopeClosedIcon,
  FileTextIcon,
  GearIcon,
  GlobeIcon,
  HeartIcon,
  IdCardIcon,
  LayersIcon,
  LockClosedIcon,
  MixerHorizontalIcon,
  MixIcon,
  PaperPlaneIcon,
  PersonIcon,
  Share1Icon,
  TargetIcon,
  TimerIcon,
} from "@radix-ui/react-icons";
import type { LinkProps, NavigateOptions } from "@tanstack/react-router";
import type { ComponentType, ReactNode } from "react";

/** Where the palette leads. */
export interface Place {
  readonly where: NavigateOptions;
  readonly label: ReactNode;
  readonly icon: ComponentType;
  /** What it is, or how else one comes there. */
  readonly beside: ReactNode;
}

export interface Destination {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly label: string;
  readonly icon: ComponentType;
  /** Typed after `g`. */
  readonly key: string;
  /** Other words one might look for it by. */
  readonly words?: string;
}

/** What the sidebar and the palette lead to. A new page is one line here and one in routes.ts. */
export const navigation: readonly {
  readonly group: string;
  readonly destinations: readonly Destination[];
}[] = [
  {
    group: "Mail",
    destinations: [
      { to: "/", label: "Overview", icon: BarChartIcon, key: "o", words: "home start charts" },
      {
        to: "/messages",
        label: "Messages",
        icon: PaperPlaneIcon,
        key: "m",
        words: "sent deliveries events bounces",
      },
      {
        to: "/queue",
        label: "Queue",
        icon: TimerIcon,
        key: "q",
        words: "waiting retry pause deferred",
      },
      { to: "/inbox", label: "Inbox", icon: EnvelopeClosedIcon, key: "i", words: "capture local received" },
    ],
  },
  {
    group: "Sending",
    destinations: [
      {
        to: "/identities",
        label: "Identities",
        icon: GlobeIcon,
        key: "d",
        words: "domains addresses dkim dns verify",
      },
      {
        to: "/configuration-sets",
        label: "Configuration sets",
        icon: MixerHorizontalIcon,
        key: "c",
        words: "tracking tls suppression archiving event destinations",
      },
      {
        to: "/templates",
        label: "Templates",
        icon: FileTextIcon,
        key: "t",
        words: "handlebars bulk html editor preview",
      },
      {
        to: "/contacts",
        label: "Contacts",
        icon: PersonIcon,
        key: "l",
        words: "list topics subscribe unsubscribe preferences",
      },
      {
        to: "/suppression",
        label: "Suppression list",
        icon: CircleBackslashIcon,
        key: "u",
        words: "bounces complaints blocked csv",
      },
      {
        to: "/tenants",
        label: "Tenants",
        icon: IdCardIcon,
        key: "r",
        words: "customers resellers multi-tenant reputation",
      },
      {
        to: "/dedicated-ips",
        label: "Dedicated IPs",
        icon: Share1Icon,
        key: "e",
        words: "pools addresses outbound warm-up",
      },
      {
        to: "/multi-region-endpoints",
        label: "Multi-region endpoints",
        icon: MixIcon,
        key: "b",
        words: "global endpoint failover second region",
      },
      {
        to: "/deliverability-tests",
        label: "Deliverability tests",
        icon: TargetIcon,
        key: "v",
        words: "inbox placement spam seed mailboxes",
      },
      {
        to: "/certificates",
        label: "S/MIME certificates",
        icon: CheckCircledIcon,
        key: "s",
        words: "smime sign signature pem private key renew expiry",
      },
      {
        to: "/events",
        label: "Topics and webhooks",
        icon: BellIcon,
        key: "w",
        words: "sns notifications endpoints bounces complaints",
      },
      {
        to: "/jobs",
        label: "Jobs",
        icon: LayersIcon,
        key: "j",
        words: "import export download s3 bulk lists csv json background",
      },
    ],
  },
  {
    group: "Account",
    destinations: [
      {
        to: "/api",
        label: "API and SDKs",
        icon: CodeIcon,
        key: "n",
        words: "aws sdk endpoint region curl cli node python go php ruby java snippets",
      },
      {
        to: "/smtp",
        label: "SMTP",
        icon: EnterIcon,
        key: "p",
        words: "server port password credentials snippets nodemailer python php",
      },
      {
        to: "/access",
        label: "Users and keys",
        icon: LockClosedIcon,
        key: "k",
        words: "access keys api keys passwords people",
      },
      {
        to: "/doctor",
        label: "Doctor",
        icon: HeartIcon,
        key: "h",
        words: "health port 25 reverse dns certificate disk database clock",
      },
      {
        to: "/account",
        label: "Account",
        icon: GearIcon,
        key: "a",
        words: "quota sandbox limits contacts settings version",
      },
    ],
  },
];

export const destinations: readonly Destination[] = navigation.flatMap((group) => group.destinations);
