import { parseArgs } from 'node:util';
import { type Command, type CommandContext, required, UsageError } from '../command.ts';
import { createProgress } from '../progress.ts';
import { readText } from '../read-text.ts';
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
  readonly oneTimePasswords: readonly {
    readonly username: string;
    readonly password: string;
    /** ISO 8601; absent as older installations answer. */
    readonly codeUntil?: string;
  }[];
}

const FILES = ['units', 'officers', 'competence'] as const;

const OPTIONS = {
  ...PLATFORM_OPTIONS,
  area: { type: 'string' },
  units: { type: 'string' },
  officers: { type: 'string' },
  competence: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'body-key': { type: 'string' },
  'body-name': { type: 'string' },
  reason: { type: 'string' },
} as const;

async function run(context: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...context.arguments], options: OPTIONS });
  const area = required(values.area, '--area');
  const paths = FILES.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const]));
  if (paths.length === 0) throw new UsageError('--units, --officers or --competence is missing');
  const dryRun = values['dry-run'] ?? false;
  const reason = dryRun ? values.reason : required(values.reason, '--reason');
  const texts = await Promise.all(paths.map(async ([name, path]) => [name, await readText(path)] as const));
  const { api, token } = await signInAs(context, values);
  const progress = createProgress(dryRun ? 'Checking' : 'Entering', 1);
  const done = await api.call<Imported>('/api/v1/directory/import', {
    token,
    body: {
      area,
      ...Object.fromEntries(texts),
      dryRun,
      bodyKey: values['body-key'],
      bodyName: values['body-name'],
      reason,
    },
  });
  progress.step();
  progress.end();
  if (done.issues.length > 0) {
    const pathOf = new Map<string, string>(paths);
    for (const { file, line, field, rule } of done.issues)
      context.tell(`${pathOf.get(file) ?? file}:${line}: ${field}: ${rule}`);
    const lines = new Set(done.issues.map(({ file, line }) => `${file}:${line}`)).size;
    context.tell(`Nothing was entered: ${lines} ${lines === 1 ? 'line' : 'lines'} to mend.`);
    return 1;
  }
  tellDone(context, done, dryRun);
  return 0;
}

function tellDone({ tell }: CommandContext, done: Imported, dryRun: boolean): void {
  const verb = dryRun ? 'would be' : 'were';
  tell(`Units: ${done.unitsAdded} ${verb} added, ${done.unitsChanged} changed.`);
  tell(`Officers: ${done.officersAdded} ${verb} added, ${done.officersChanged} changed.`);
  tell(`Competence rules: ${done.rulesAdded} ${verb} added, ${done.rulesChanged} changed.`);
  if (dryRun) tell('Nothing was entered: this was a dry run.');
  if (done.oneTimePasswords.length === 0) return;
  const [until] = done.oneTimePasswords.flatMap(({ codeUntil }) => codeUntil ?? []).toSorted();
  const opens = until === undefined ? '' : ` They open until ${momentHere(until)}.`;
  tell(`\nOne-time passwords, shown only now.${opens} Hand each to its officer:`);
  for (const { username, password } of done.oneTimePasswords) tell(`  ${username.padEnd(32)} ${password}`);
}

/** In the zone of this machine, and which that is. */
function momentHere(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' }).format(new Date(iso));
}

export const init: Command = {
  name: 'init',
  summary: "Enter a government's units, officers and who answers for what",
  usage: `lapor init --area 21.71 --units units.csv --officers officers.csv --competence competence.csv --reason R
  --reason R     why, such as "Perwali 7/2026": it stands with all that is added or changed; a dry run needs none
  --dry-run      say what would be done, do nothing
  --body-key K --body-name N   a second body on the same area (an authority)
${PLATFORM_USAGE}
Columns, in any order:
  units        key, name, kind (unit, subunit, inspectorate), parent_key, area_code, email, four_eyes (yes, no, or empty: as it is)
  officers     username, name, role, unit_key (empty: the government itself), email, phone, scope_agency, scope_area
  competence   unit_key, category, area_code, valid_from, valid_to
An overseer looks over scope_agency (the key of a unit; --area or --body-key for all of the government), scope_area (any area of
the country), or what is in both. The national admin alone enters overseers.
Nothing is entered while a line is wrong. Run it again after mending a file: what is there already stays as it is.`,
  run,
};
