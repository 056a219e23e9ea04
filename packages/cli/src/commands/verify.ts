import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Command, UsageError, required } from '../command.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'Check a receipt or a history without the platform, by its published keys',
  usage: `lapor verify receipt FILE --keys jwks.json [--title TEXT] [--body FILE]
lapor verify history FILE --keys jwks.json
  FILE           as it was saved: the receipt tanda-terima-….jws, or the history riwayat-….json
  --keys FILE    the public keys of the platform, from /.well-known/jwks.json: best kept since the day of the receipt
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
    if (file === undefined || rest.length > 0 || (what !== 'receipt' && what !== 'history'))
      throw new UsageError('say what to check: receipt FILE, or history FILE');
    const keys = await readFile(required(values.keys, '--keys'), 'utf8');
    const text = await readFile(file, 'utf8');
    // Only here: no other command has to wait for it.
    const [{ verifyReceipt }, { verifyHistory }] = await Promise.all([
      import('../verify/verify-receipt.ts'),
      import('../verify/verify-history.ts'),
    ]);
    const body = values.body === undefined ? undefined : await readFile(values.body, 'utf8');
    const { lines, good } =
      what === 'history'
        ? await verifyHistory({ proof: text, keys })
        : await verifyReceipt({ receipt: text, keys, title: values.title, body });
    for (const line of lines) tell(line);
    return good ? 0 : 1;
  },
};
