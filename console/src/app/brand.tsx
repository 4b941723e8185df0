import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./brand.module.css";

/** The seal, and the name beside it. */
export function Brand(): ReactNode {
  return (
    <Link to="/" className={classes["brand"]} aria-label="Signet, to the start">
      <img src="/favicon.svg" alt="" width={26} height={26} />
      <span>Signet</span>
    </Link>
  );
}
