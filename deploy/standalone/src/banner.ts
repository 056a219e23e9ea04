import { resolve } from 'node:path';
import { DEMO_PASSWORD } from './demo/load-demo.ts';
import type { StandaloneConfig } from './config.ts';
import type { FirstStart } from './first-start.ts';

export interface BannerFacts {
  readonly config: StandaloneConfig;
  readonly url: string;
  readonly startedInSeconds: number;
  readonly firstStart: FirstStart | undefined;
  /** Path of the recovery sheet, on a first start. */
  readonly recoverySheet: string | undefined;
}

/** What the operator reads when everything is up. */
export function banner(facts: BannerFacts): string {
  const { config, url, startedInSeconds } = facts;
  const lines = [
    '',
    `  Lapor is ready at ${url}  (started in ${startedInSeconds.toFixed(1)} s)`,
    `  Data in ${resolve(config.dataFolder)}, keys in ${resolve(config.keysFolder)}`,
  ];
  if (config.demo)
    lines.push(
      '  This is the demo: its agencies are real, its cases and officers are made up.',
      `  Look around as the citizen at ${url}, or log in at ${url}/masuk as`,
      '      admin.batam     who decides for the city        dbmsda.batam    the roads unit',
      '      admin.bpbatam   who decides for BP Batam        pimpinan.batam  who only looks',
      `  all of them with the password "${DEMO_PASSWORD}".`,
    );
  if (config.simulatedFrom)
    lines.push('  The clock is simulated and stands still until it is set. Not for real use.');
  lines.push('', ...nextSteps(facts), '  Ctrl-C stops it.', '');
  return lines.join('\n');
}

function nextSteps({ config, url, firstStart, recoverySheet }: BannerFacts): readonly string[] {
  if (firstStart === undefined) return [];
  const password = firstStart.chosen
    ? 'the password in LAPOR_ADMIN_PASSWORD'
    : `this one-time password (shown only now):\n\n           ${firstStart.adminPassword}\n`;
  return [
    '  This is the first start. What to do next:',
    '',
    `  1. Log in at ${url}/masuk as "admin" with ${password}`,
    `  2. Print ${recoverySheet ?? `${config.keysFolder}/recovery-sheet.txt`}`,
    '     and keep it in a safe: without the master key no backup can be read. Then delete the file.',
    ...(config.demo
      ? []
      : [
          '  3. Tell Lapor about your city: its units, officers and who answers for what:',
          '     npm run lapor -- init --area 21.71 --units units.csv --officers officers.csv \\',
          '                           --competence competence.csv --reason "…"',
        ]),
    '',
  ];
}
