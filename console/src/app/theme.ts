// The look of the console. Also read by the build, which makes a style sheet of it.
import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The ink of the letters: the one accent. */
const ink: MantineColorsTuple = [
  "#eef0fe",
  "#dfe3fc",
  "#bcc4f8",
  "#97a3f3",
  "#7784ee",
  "#5f6ee8",
  "#4c5be0",
  "#3d4cd0",
  "#3342b4",
  "#2a3794",
];

const gray: MantineColorsTuple = [
  "#f8f8f9",
  "#f1f1f3",
  "#e6e7ea",
  "#d8d9de",
  "#b9bbc3",
  "#8f929d",
  "#666a76",
  "#4a4d57",
  "#32343c",
  "#1d1f25",
];

const dark: MantineColorsTuple = [
  "#e4e5e9",
  "#b4b7c0",
  "#a0a4af",
  "#5d616d",
  "#3a3d46",
  "#2c2f36",
  "#1f2127",
  "#15171b",
  "#101114",
  "#0b0c0e",
];

const red: MantineColorsTuple = [
  "#fff1f1",
  "#ffe0e0",
  "#ffc4c4",
  "#ff9f9f",
  "#fa7878",
  "#ec5656",
  "#d63a3a",
  "#c22828",
  "#a61f1f",
  "#871919",
];

const sans = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif';
const mono = '"JetBrains Mono Variable", ui-monospace, "SF Mono", Menlo, Consolas, monospace';

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 6 },
  colors: { ink, gray, dark, red },
  fontFamily: sans,
  fontFamilyMonospace: mono,
  headings: {
    fontFamily: sans,
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.25" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
    },
  },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Anchor: { defaultProps: { underline: "always" } },
    Autocomplete: { defaultProps: { withScrollArea: false } },
    Button: { defaultProps: { size: "sm" } },
    // The page is held still by the style sheet: Mantine would write a style element, which the policy forbids.
    Modal: { defaultProps: { lockScroll: false, centered: true, radius: "lg", padding: "lg" } },
    Drawer: { defaultProps: { lockScroll: false } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } },
    Select: { defaultProps: { withScrollArea: false } },
    // What is typed is one's own: there is no list to open, which Escape would have to close first.
    TagsInput: { defaultProps: { dropdownOpened: false } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Table: { defaultProps: { verticalSpacing: "sm", horizontalSpacing: "md" } },
  },
});
