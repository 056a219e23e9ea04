import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Command, required } from '../command.ts';
import { PLATFORM_OPTIONS, PLATFORM_USAGE, signInAs } from '../sign-in-as.ts';

interface Imported {
  readonly issues: readonly {
    readonly file: string;
    readonly line: number;
    readonly field: string;
    readonly rule: string;
  }[];
  readonly unitsAdded: number;
  readonly unitsChanged: number;
  readonly officersAdded: number;
  readonly officersChanged: number;
  readonly rulesAdded: number;
  readonly rulesChanged: number;
  readonly oneTimePasswords: readonly { readonly username: string; readonly password: string }[];
}

const OPTIONS = {
  ...PLATFORM_OPTIONS,
  area: { type: 'string' },
  units: { type: 'string' },
  officers: { type: 'string' },
  competence: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'body-key': { type: 'string' },
  'body-name': { type: 'string' },
} as const;

async function readText(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : readFile(path, 'utf8');
}

export const init: Command = {
  name: 'init',
  summary: "Enter a government's units, officers and who answers for what",
  usage: `lapor init --area 21.71 --units units.csv --officers officers.csv --competence competence.csv
  --dry-run      say what would be done, do nothing
  --body-key K --body-name N   a second body on the same area (an authority)
${PLATFORM_USAGE}
Run it again after mending a file: what is there already stays as it is.`,

  async run(context) {
    const { values } = parseArgs({ args: [...context.arguments], options: OPTIONS });
    const area = required(values.area, '--area');
    const [units, officers, competence] = await Promise.all([
      readText(values.units),
      readText(values.officers),
      readText(values.competence),
    ]);
    const { api, token } = await signInAs(context, values);
    const dryRun = values['dry-run'] ?? false;
    const done = await api.call<Imported>('/api/v1/directory/import', {
      token,
      body: {
        area,
        units,
        officers,
        competence,
        dryRun,
        bodyKey: values['body-key'],
        bodyName: values['body-name'],
      },
    });
    for (const { file, line, field, rule } of done.issues)
      context.tell(`${file}.csv:${line}: ${field}: ${rule}`);
    if (done.issues.length > 0) {
      context.tell(`Nothing was entered: ${done.issues.length} lines to mend.`);
      return 1;
    }
    const verb = dryRun ? 'would be' : 'were';
    context.tell(`Units: ${done.unitsAdded} ${verb} added, ${done.unitsChanged} changed.`);
    context.tell(`Officers: ${done.officersAdded} ${verb} added, ${done.officersChanged} changed.`);
    context.tell(`Competence rules: ${done.rulesAdded} ${verb} added, ${done.rulesChanged} changed.`);
    if (done.oneTimePasswords.length > 0) {
      context.tell('\nOne-time passwords, shown only now. Hand each to its officer:');
      for (const { username, password } of done.oneTimePasswords)
        context.tell(`  ${username.padEnd(32)} ${password}`);
    }
    return 0;
  },
};
