import { Navigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** Where the provider sends people back to, of whoever is signed in already. */
export function SignedInPage(): ReactNode {
  return <Navigate to="/" replace />;
}
