#!/usr/bin/env node
import { type Command, INTERRUPTED_EXIT, Interrupted, UsageError } from './command.ts';
import { agency } from './commands/agency.ts';
import { backup } from './commands/backup.ts';
import { breach } from './commands/breach.ts';
import { certificates } from './commands/certificates.ts';
import { events } from './commands/events.ts';
import { importSlips } from './commands/import-slips.ts';
import { init } from './commands/init.ts';
import { migrate } from './commands/migrate.ts';
import { retention } from './commands/retention.ts';
import { restore } from './commands/restore.ts';
import { simulate } from './commands/simulate.ts';
import { verify } from './commands/verify.ts';

const COMMANDS: readonly Command[] = [
  init,
  importSlips,
  simulate,
  backup,
  restore,
  migrate,
  events,
  certificates,
  agency,
  verify,
  retention,
  breach,
];

function help(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`);
  return ['lapor COMMAND …', '', ...lines, '', '  lapor COMMAND --help says more.'].join('\n');
}

async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    const asked = name === undefined || name === '--help' || name === 'help';
    if (!asked) console.error(`lapor: there is no command "${name}"\n`);
    (asked ? console.log : console.error)(help());
    return asked ? 0 : 2;
  }
  if (rest.includes('--help')) {
    console.log(command.usage);
    return 0;
  }
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  try {
    return await command.run({
      arguments: rest,
      env: process.env,
      tell: (line) => console.log(line),
      signal: interrupted.signal,
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`lapor ${command.name}: ${error.message}`);
    if (error instanceof Interrupted) return INTERRUPTED_EXIT;
    if (!(error instanceof UsageError) && !isParseError(error)) return 1;
    console.error(`\n${command.usage}`);
    return 2;
  }
}

/** `parseArgs` names what it does not know. */
function isParseError(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

// Whoever reads along (`| head`) may have read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
