import { parseArgs } from 'node:util';
import { type Command, UsageError, required } from '../command.ts';

const SERVICES = ['intake', 'routing', 'directory', 'notification', 'reporting'];

export const certificates: Command = {
  name: 'certificates',
  summary: 'Make a development CA, and what the services need for TLS between them',
  usage: `lapor certificates --to FOLDER [--days 90] [SERVICE …]
  --to FOLDER    ca.crt and ca.key, and for each service a folder with ca.crt, tls.crt and tls.key
  --days NUMBER  how long the services' certificates are good (1 to 825); run it again before they end: it makes anew what has less
                 than a third of its time left, and leaves the rest alone
  SERVICE        one or more of ${SERVICES.join(', ')}; all without
  Give each service its own folder, and nobody ca.key: LAPOR_GRPC_TLS_CERT=…/tls.crt, _KEY=…/tls.key, _CA=…/ca.crt.
  Where there is an authority already, cert-manager for instance, use that: the name of the service must be in the certificate.`,
  async run({ arguments: words, tell }) {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { to: { type: 'string' }, days: { type: 'string', default: '90' } },
      allowPositionals: true,
    });
    const folder = required(values.to, '--to');
    const days = Number(values.days);
    if (!Number.isInteger(days) || days < 1 || days > 825)
      throw new UsageError('--days must be a whole number from 1 to 825');
    const unknown = positionals.find((name) => !SERVICES.includes(name));
    if (unknown !== undefined) throw new UsageError(`there is no service "${unknown}"`);
    const services = positionals.length > 0 ? positionals : SERVICES;
    // Only here: no other command has to wait for all it is made of.
    const { fillCertificateFolder } = await import('../certificates/certificate-folder.ts');
    const made = await fillCertificateFolder({ folder, services, days, now: new Date() });
    tell(
      made.length > 0
        ? `Made in ${folder}: ${made.join(', ')}.`
        : `Nothing to do in ${folder}: all are good.`,
    );
    return 0;
  },
};
