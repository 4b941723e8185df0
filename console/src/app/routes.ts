import { createRootRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { contactFilterNames } from "#console/api/contacts.ts";
import type { IdentityFilter } from "#console/api/identities.ts";
import { messageFilterNames } from "#console/api/messages.ts";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Shell });

const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  validateSearch: texts("sought"),
  component: lazyRouteComponent(() => import("#console/pages/inbox/inbox-page.tsx"), "InboxPage"),
});

/** Every page, each in a file that is loaded when it is visited. A new page is one more here and a line in navigation.ts. */
export const routes = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: "/",
    validateSearch: texts("days"),
    component: lazyRouteComponent(() => import("#console/pages/overview/overview-page.tsx"), "OverviewPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/first-steps",
    component: lazyRouteComponent(() => import("#console/pages/start/start-page.tsx"), "StartPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/identities",
    validateSearch: identityFilter,
    component: lazyRouteComponent(
      () => import("#console/pages/identities/identities-page.tsx"),
      "IdentitiesPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/identities/$name",
    validateSearch: texts("tab"),
    component: lazyRouteComponent(
      () => import("#console/pages/identities/identity-page.tsx"),
      "IdentityPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/messages",
    validateSearch: texts(...messageFilterNames),
    component: lazyRouteComponent(() => import("#console/pages/messages/messages-page.tsx"), "MessagesPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/messages/$id",
    component: lazyRouteComponent(() => import("#console/pages/messages/message-page.tsx"), "MessagePage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/configuration-sets",
    validateSearch: texts("name"),
    component: lazyRouteComponent(
      () => import("#console/pages/configuration-sets/configuration-sets-page.tsx"),
      "ConfigurationSetsPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/configuration-sets/$name",
    validateSearch: texts("tab"),
    component: lazyRouteComponent(
      () => import("#console/pages/configuration-sets/configuration-set-page.tsx"),
      "ConfigurationSetPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/configuration-sets/$name/$destination",
    component: lazyRouteComponent(
      () => import("#console/pages/configuration-sets/destination-page.tsx"),
      "DestinationPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/dedicated-ips",
    component: lazyRouteComponent(
      () => import("#console/pages/dedicated-ips/dedicated-ips-page.tsx"),
      "DedicatedIpsPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/dedicated-ips/$pool",
    component: lazyRouteComponent(
      () => import("#console/pages/dedicated-ips/ip-pool-page.tsx"),
      "IpPoolPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/multi-region-endpoints",
    component: lazyRouteComponent(
      () => import("#console/pages/multi-region-endpoints/multi-region-endpoints-page.tsx"),
      "MultiRegionEndpointsPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/deliverability-tests",
    component: lazyRouteComponent(
      () => import("#console/pages/deliverability-tests/deliverability-tests-page.tsx"),
      "DeliverabilityTestsPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/deliverability-tests/$id",
    component: lazyRouteComponent(
      () => import("#console/pages/deliverability-tests/deliverability-test-page.tsx"),
      "DeliverabilityTestPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/certificates",
    component: lazyRouteComponent(
      () => import("#console/pages/certificates/certificates-page.tsx"),
      "CertificatesPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/tenants",
    component: lazyRouteComponent(() => import("#console/pages/tenants/tenants-page.tsx"), "TenantsPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/tenants/$name",
    component: lazyRouteComponent(() => import("#console/pages/tenants/tenant-page.tsx"), "TenantPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/templates",
    validateSearch: texts("name"),
    component: lazyRouteComponent(
      () => import("#console/pages/templates/templates-page.tsx"),
      "TemplatesPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/templates/$name",
    component: lazyRouteComponent(() => import("#console/pages/templates/template-page.tsx"), "TemplatePage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/suppression",
    validateSearch: texts("address", "reason", "tenant"),
    component: lazyRouteComponent(
      () => import("#console/pages/suppression/suppression-page.tsx"),
      "SuppressionPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/contacts",
    validateSearch: texts(...contactFilterNames),
    component: lazyRouteComponent(() => import("#console/pages/contacts/contacts-page.tsx"), "ContactsPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/account",
    component: lazyRouteComponent(() => import("#console/pages/account/account-page.tsx"), "AccountPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/access",
    component: lazyRouteComponent(() => import("#console/pages/access/access-page.tsx"), "AccessPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/sign-in",
    component: lazyRouteComponent(() => import("#console/pages/sign-in/signed-in-page.tsx"), "SignedInPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/you",
    component: lazyRouteComponent(() => import("#console/pages/you/you-page.tsx"), "YouPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/events",
    component: lazyRouteComponent(() => import("#console/pages/events/events-page.tsx"), "EventsPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/events/topics/$name",
    component: lazyRouteComponent(() => import("#console/pages/events/topic-page.tsx"), "TopicPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/events/topics/$name/$id",
    component: lazyRouteComponent(
      () => import("#console/pages/events/subscription-page.tsx"),
      "SubscriptionPage",
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/events/webhooks/$id",
    component: lazyRouteComponent(() => import("#console/pages/events/webhook-page.tsx"), "WebhookPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/queue",
    validateSearch: texts("site", "by"),
    component: lazyRouteComponent(() => import("#console/pages/queue/queue-page.tsx"), "QueuePage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/jobs",
    component: lazyRouteComponent(() => import("#console/pages/jobs/jobs-page.tsx"), "JobsPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/jobs/exports/$id",
    component: lazyRouteComponent(() => import("#console/pages/jobs/export-job-page.tsx"), "ExportJobPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/jobs/imports/$id",
    component: lazyRouteComponent(() => import("#console/pages/jobs/import-job-page.tsx"), "ImportJobPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/api",
    component: lazyRouteComponent(() => import("#console/pages/api/api-page.tsx"), "ApiPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/smtp",
    component: lazyRouteComponent(() => import("#console/pages/smtp/smtp-page.tsx"), "SmtpPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/doctor",
    component: lazyRouteComponent(() => import("#console/pages/doctor/doctor-page.tsx"), "DoctorPage"),
  }),
  inbox.addChildren([
    createRoute({
      getParentRoute: () => inbox,
      path: "/",
      component: lazyRouteComponent(() => import("#console/pages/inbox/none-open.tsx"), "NoneOpen"),
    }),
    createRoute({
      getParentRoute: () => inbox,
      path: "$id",
      component: lazyRouteComponent(
        () => import("#console/pages/inbox/inbox-message.tsx"),
        "OpenInboxMessage",
      ),
    }),
  ]),
]);

/** The value of a tag may be empty; without a key it is nothing. */
function identityFilter(given: Record<string, unknown>): IdentityFilter {
  const filter = texts("name", "kind", "status", "tag_key")(given);
  const { tag_value } = given;
  const hasValue = filter.tag_key !== undefined && typeof tag_value === "string";
  return hasValue ? { ...filter, tag_value } : filter;
}

/** What of a page's state is in its address: texts under these names, and nothing else. */
function texts<Name extends string>(...names: readonly Name[]) {
  return (given: Record<string, unknown>): { readonly [Each in Name]?: string } => {
    const kept = names.filter((name) => typeof given[name] === "string" && given[name] !== "");
    return Object.fromEntries(kept.map((name) => [name, given[name]])) as { [Each in Name]?: string };
  };
}
