import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Command, UsageError, required } from '../command.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'Check a receipt, a history or the daily roots without the platform, by its published keys',
  usage: `lapor verify receipt FILE --keys jwks.json [--title TEXT] [--body FILE]
lapor verify history FILE --keys jwks.json [--roots FILE] [--saved DATE]
lapor verify roots FILE --keys jwks.json [--kept FILE]
  FILE           as it was saved: the receipt tanda-terima-….jws, the history riwayat-….json, or the answer of /api/v1/roots
  --keys FILE    the public keys of the platform, from /.well-known/jwks.json: best kept since the day of the receipt
  --body FILE    what was said: is it what the receipt vouches for?
  --title TEXT   the headline, where there was one
  --roots FILE   daily roots that you keep: the history must be under one of them
  --saved DATE   when the history was saved, if not just now: what is older than two nights then must be under a signed root
  --kept FILE    daily roots that you saved before: each must go on being in the chain
  Ends with 0 when all of it is so, with 1 when not.`,
  async run({ arguments: words, tell }) {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        keys: { type: 'string' },
        title: { type: 'string' },
        body: { type: 'string' },
        roots: { type: 'string' },
        saved: { type: 'string' },
        kept: { type: 'string' },
      },
      allowPositionals: true,
    });
    const [what, file, ...rest] = positionals;
    if (
      file === undefined ||
      rest.length > 0 ||
      (what !== 'receipt' && what !== 'history' && what !== 'roots')
    )
      throw new UsageError('say what to check: receipt FILE, history FILE, or roots FILE');
    const savedAt = values.saved === undefined ? new Date() : new Date(values.saved);
    if (Number.isNaN(savedAt.getTime())) throw new UsageError('--saved must be a date');
    const keys = await readFile(required(values.keys, '--keys'), 'utf8');
    const text = await readFile(file, 'utf8');
    const [body, roots, kept] = await Promise.all([values.body, values.roots, values.kept].map(readGiven));
    // Only here: no other command has to wait for it.
    const [{ verifyReceipt }, { verifyHistory }, { verifyRoots }] = await Promise.all([
      import('../verify/verify-receipt.ts'),
      import('../verify/verify-history.ts'),
      import('../verify/verify-roots.ts'),
    ]);
    const checks = {
      receipt: () => verifyReceipt({ receipt: text, keys, title: values.title, body }),
      history: () => verifyHistory({ proof: text, keys, roots, savedAt }),
      roots: () => verifyRoots({ roots: text, keys, kept }),
    } as const;
    const { lines, good } = await checks[what]();
    for (const line of lines) tell(line);
    return good ? 0 : 1;
  },
};

async function readGiven(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : readFile(file, 'utf8');
}
