export { OidcProvider } from "./provider.ts";
