import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openApi } from '../api-client.ts';
import { type Command, required, UsageError } from '../command.ts';
import { PLATFORM_OPTIONS, PLATFORM_USAGE } from '../sign-in-as.ts';
import { runScenario } from '../simulation/run.ts';
import { checkScenario, type Scenario } from '../simulation/scenario.ts';

const SCENARIOS = resolve(import.meta.dirname, '../../scenarios');
/** Where the demonstration's governments lie in this repository. */
const GOVERNMENTS = resolve(import.meta.dirname, '../../../../services/agency-directory/data/demo');

async function readScenario(
  named: string,
): Promise<{ readonly scenario: Scenario; readonly folder: string }> {
  const path = named.endsWith('.json') ? resolve(named) : join(SCENARIOS, `${named}.json`);
  const text = await readFile(path, 'utf8').catch(async () => {
    const known = (await readdir(SCENARIOS)).map((file) => basename(file, '.json'));
    throw new UsageError(`no scenario ${named}; there are ${known.join(', ')}, or give a file`);
  });
  return { scenario: checkScenario(JSON.parse(text)), folder: dirname(path) };
}

export const simulate: Command = {
  name: 'simulate',
  summary: 'Live through a stretch of the past with a virtual calendar, and compare the figures',
  usage: `lapor simulate SCENARIO      bp-batam-2020-s1, pemko-batam-2023, pemko-batam-2024-01-05, or a file
  --government FOLDER   units.csv, officers.csv and competence.csv (default: as the scenario says)
${PLATFORM_USAGE}
Needs a platform of its own that was started with LAPOR_CLOCK=manual and LAPOR_CLOCK_START on a day before the scenario
begins; on another machine with LAPOR_LIMITS=off too.`,

  async run(context) {
    const { values, positionals } = parseArgs({
      args: [...context.arguments],
      options: { ...PLATFORM_OPTIONS, government: { type: 'string' } },
      allowPositionals: true,
    });
    const { scenario } = await readScenario(required(positionals[0], 'the scenario'));
    const { env, tell, signal } = context;
    const startedAt = performance.now();
    const comparisons = await runScenario({
      api: openApi(values.url ?? env['LAPOR_URL'] ?? 'http://localhost:8080'),
      scenario,
      folder: values.government ?? join(GOVERNMENTS, scenario.government.folder),
      adminName: values.user ?? env['LAPOR_USER'] ?? 'admin',
      adminPassword: required(env['LAPOR_PASSWORD'], 'LAPOR_PASSWORD (environment)'),
      officerPassword: env['LAPOR_OFFICER_PASSWORD'] ?? 'hanya-untuk-simulasi-ini',
      signal,
      tell,
    });
    for (const { name, expected, found } of comparisons) {
      tell(
        `  ${found === expected ? '✓' : '✗'} ${name.padEnd(32)} ${String(found ?? '–')}  (expected ${expected})`,
      );
    }
    tell(`  in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
    return comparisons.every(({ expected, found }) => expected === found) ? 0 : 1;
  },
};
