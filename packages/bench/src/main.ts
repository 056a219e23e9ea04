import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { STAGES, measure } from './measure.ts';
import { USAGE, readOptions } from './options.ts';
import type { BenchOptions } from './options.ts';
import { sharesByPart } from './profile.ts';
import { createProgress } from './progress.ts';
import { renderReport, sectionsOf } from './report.ts';

async function run(options: BenchOptions): Promise<void> {
  const progress = createProgress(STAGES);
  const profiles = options.profile ? mkdtempSync(join(tmpdir(), 'lapor-profile-')) : undefined;
  try {
    const measurement = await measure(options, progress, profiles);
    progress.end();
    const parts = profiles === undefined ? [] : sharesByPart(profiles);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ options, sections: sectionsOf(measurement, options), parts }, undefined, 2)}\n`
        : renderReport(measurement, options, parts),
    );
  } finally {
    if (profiles !== undefined) rmSync(profiles, { recursive: true, force: true });
  }
}

// Ctrl-C ends the servers too: they listen for the exit of this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(USAGE);
  else await run(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
