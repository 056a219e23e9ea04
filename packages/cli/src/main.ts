#!/usr/bin/env node
import { ApiProblem } from './api-client.ts';
import { type Command, UsageError } from './command.ts';
import { backup } from './commands/backup.ts';
import { importSlips } from './commands/import-slips.ts';
import { init } from './commands/init.ts';
import { restore } from './commands/restore.ts';
import { simulate } from './commands/simulate.ts';

const COMMANDS: readonly Command[] = [init, importSlips, simulate, backup, restore];

function help(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`);
  return ['lapor COMMAND …', '', ...lines, '', '  lapor COMMAND --help says more.'].join('\n');
}

async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    console.log(help());
    return name === undefined || name === '--help' || name === 'help' ? 0 : 2;
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
    if (error instanceof UsageError || error instanceof ApiProblem || isParseError(error)) {
      console.error(`lapor ${command.name}: ${error.message}`);
      return error instanceof ApiProblem ? 1 : 2;
    }
    console.error(`lapor ${command.name}: ${(error as Error).message}`);
    return 1;
  }
}

/** `parseArgs` names what it does not know. */
function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

process.exitCode = await main(process.argv.slice(2));
