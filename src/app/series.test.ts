import assert from "node:assert/strict";
import { test } from "node:test";
import { Counter, Histogram, Registry } from "prom-client";
import { Counts, Times } from "./series.ts";

/** On the bounds, between them, below and above all. */
const seconds = [0, 0.001, 0.0011, 0.5, 0.01, 3, 0.009, 0.5, 1e6];
const bounds = [0.001, 0.01, 0.5];
const about = { name: "signet_test_seconds", help: 'How long, with "quotes"\nand a \\.' };

test("times are shown as prom-client's histogram shows them", async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const times = new Times(ours, { ...about, labels: ["kind", "outcome"], bounds });
  const histogram = new Histogram({
    ...about,
    labelNames: ["kind", "outcome"],
    buckets: bounds,
    registers: [theirs],
  });
  assert.equal(await ours.metrics(), await theirs.metrics());
  for (const [at, second] of seconds.entries()) {
    const labels = [at % 2 === 0 ? "read" : 'a "name"\\', "done"];
    times.observe(second, ...labels);
    histogram.labels(...labels).observe(second);
    assert.equal(sorted(await ours.metrics()), sorted(await theirs.metrics()));
  }
});

test("counts are shown as prom-client's counter shows them, however often somebody asks", async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const counts = new Counts(ours, { ...about, labels: ["operation", "status"] });
  const counter = new Counter({ ...about, labelNames: ["operation", "status"], registers: [theirs] });
  for (const labels of [
    ["GetAccount", "200"],
    ["GetAccount", "404"],
    ["GetAccount", "200"],
  ]) {
    counts.add(...labels);
    counter.labels(...labels).inc();
    assert.equal(sorted(await ours.metrics()), sorted(await theirs.metrics()));
    assert.equal(await ours.metrics(), await ours.metrics());
  }
});

/** The order of labels within a line is nobody's concern. */
function sorted(exposition: string): string {
  return exposition
    .split("\n")
    .map((line) => line.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split(",").sort().join(",")}}`))
    .join("\n");
}
