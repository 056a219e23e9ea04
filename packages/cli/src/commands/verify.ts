import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Command, UsageError, required } from '../command.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'Check a receipt without the platform, by its published keys',
  usage: `lapor verify receipt FILE --keys jwks.json [--title TEXT] [--body FILE]
  FILE           the receipt as it was saved: tanda-terima-….jws
  --keys FILE    the public keys of the platform, from /.well-known/jwks.json: keep them from the day of the receipt
  --body FILE    what was said: is it what the receipt vouches for?
  --title TEXT   the headline, where there was one
  Ends with 0 when all of it is so, with 1 when not.`,
  async run({ arguments: words, tell }) {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { keys: { type: 'string' }, title: { type: 'string' }, body: { type: 'string' } },
      allowPositionals: true,
    });
    const [what, file, ...rest] = positionals;
    if (what !== 'receipt' || file === undefined || rest.length > 0)
      throw new UsageError('say what to check: receipt FILE');
    const keys = required(values.keys, '--keys');
    // Only here: no other command has to wait for it.
    const { verifyReceipt } = await import('../verify/verify-receipt.ts');
    const { lines, good } = await verifyReceipt({
      receipt: await readFile(file, 'utf8'),
      keys: await readFile(keys, 'utf8'),
      title: values.title,
      body: values.body === undefined ? undefined : await readFile(values.body, 'utf8'),
    });
    for (const line of lines) tell(line);
    return good ? 0 : 1;
  },
};
