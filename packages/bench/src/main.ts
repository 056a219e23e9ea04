import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { growthOf } from './growth.ts';
import { measure, measureSearches, stagesOf } from './measure.ts';
import type { Measurement } from './measure.ts';
import { USAGE, readOptions } from './options.ts';
import type { BenchOptions } from './options.ts';
import { besidePeer } from './peer.ts';
import { sharesByPart } from './profile.ts';
import { createProgress } from './progress.ts';
import { renderMarkdown } from './report-markdown.ts';
import { renderReport, sectionsOf } from './report.ts';
import type { CodeShares } from './report.ts';
import { STAGES_OF_SEARCH } from './search/measure-search.ts';
import { renderSearches } from './search/render-searches.ts';

async function run(options: BenchOptions): Promise<void> {
  if (options.search > 0) return runSearches(options);
  const progress = createProgress(stagesOf(options));
  const profiles = options.cpuProfile ? mkdtempSync(join(tmpdir(), 'lapor-profile-')) : undefined;
  try {
    const measurement = await measure(options, progress, profiles);
    progress.end();
    const code = profiles === undefined ? new Map() : codeShares(profiles);
    process.stdout.write(shown(measurement, options, code));
  } finally {
    if (profiles !== undefined) rmSync(profiles, { recursive: true, force: true });
  }
}

async function runSearches(options: BenchOptions): Promise<void> {
  const progress = createProgress(STAGES_OF_SEARCH);
  const measurement = await measureSearches(options, progress);
  progress.end();
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ options, ...measurement }, undefined, 2)}\n`
      : renderSearches(measurement, options),
  );
}

function shown(measurement: Measurement, options: BenchOptions, code: CodeShares): string {
  if (options.markdown) return renderMarkdown(measurement, options);
  if (!options.json) return renderReport(measurement, options, code);
  const all = {
    options,
    sections: sectionsOf(measurement, options),
    growth: growthOf(measurement),
    beside: besidePeer(measurement, cpus().length),
    code: Object.fromEntries(code),
  };
  return `${JSON.stringify(all, undefined, 2)}\n`;
}

/** A folder of profiles for each process. */
function codeShares(folder: string): CodeShares {
  return new Map(readdirSync(folder).map((name) => [name, sharesByPart(join(folder, name))]));
}

// Ctrl-C ends the servers too: they listen for the exit of this process.
let keep: string | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    if (keep !== undefined)
      process.stderr.write(`\nWhat is filled stays in ${keep}: the same command goes on.\n`);
    process.exit(130);
  });

try {
  const options = readOptions(process.argv.slice(2), process.env);
  keep = options?.keep;
  if (options === undefined) process.stdout.write(USAGE);
  else await run(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
