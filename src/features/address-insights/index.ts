export { type AddressInsight, AddressInsights } from "./address-insights.ts";
export { screened } from "./screened.ts";
