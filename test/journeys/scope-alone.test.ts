import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  PutConfigurationSetSuppressionOptionsCommand,
  type SuppressionOptions,
} from "@aws-sdk/client-sesv2";
import { sql } from "kysely";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

for (const engine of engines) {
  test(`sets that were kept without reasons for a scope alone are mended, others are left, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const validation = { ConditionThreshold: { ConditionThresholdEnabled: "ENABLED" as const } };
    const sets: Record<string, SuppressionOptions> = {
      scope: { SuppressionScope: "TENANT" },
      "scope-and-validation": { SuppressionScope: "ACCOUNT", ValidationOptions: validation },
      reasons: { SuppressedReasons: ["BOUNCE"], SuppressionScope: "TENANT" },
      nobody: { SuppressedReasons: [] },
    };
    for (const [ConfigurationSetName, options] of Object.entries(sets)) {
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
      // What a scope alone was once taken for.
      const SuppressedReasons = options.SuppressedReasons ?? [];
      await world.ses.send(
        new PutConfigurationSetSuppressionOptionsCommand({
          ConfigurationSetName,
          ...options,
          SuppressedReasons,
        }),
      );
    }
    await using database = await world.openDatabase();
    const beforeIt = sql`delete from schema_migrations where name = '0067-scope-alone'`;
    await database.write([{ query: beforeIt.compile(database.build) }]);
    await world.restart();
    for (const [ConfigurationSetName, options] of Object.entries(sets)) {
      const seen = await world.ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }));
      assert.deepEqual(seen.SuppressionOptions, options, ConfigurationSetName);
    }
  });
}
