import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { newQueryClient } from "#console/api/query-client.ts";
import { router } from "./router.ts";
import { theme } from "./theme.ts";

const queryClient = newQueryClient();

export function App(): ReactNode {
  return (
    // Its style elements are in the style sheet instead: the Content-Security-Policy allows none.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" />
      </QueryClientProvider>
    </MantineProvider>
  );
}
