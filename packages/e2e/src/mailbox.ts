import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { until } from './until.ts';

export interface Mail {
  /** Of the envelope. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

/** A real SMTP server that keeps what it is given. */
export interface Mailbox {
  readonly url: string;
  to(address: string): readonly Mail[];
  all(): readonly Mail[];
  /** The mail to this address whose subject has these words, as soon as it is there. */
  waitFor(address: string, words: string): Promise<Mail>;
  /** From now on every mail is refused with this reply code (RFC 5321 §4.2); undefined: taken again. */
  turnAway(code: number | undefined): void;
  /** How many were refused. */
  turnedAway(): number;
  close(): Promise<void>;
}

/** `host`: where it listens; 0.0.0.0 for senders in containers. */
export async function openMailbox(host = '127.0.0.1'): Promise<Mailbox> {
  const mails: Mail[] = [];
  let refusal: number | undefined;
  let refused = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    // A name look-up per connection would slow every mail down.
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusal !== undefined) {
          refused += 1;
          done(Object.assign(new Error('not now'), { responseCode: refusal }));
          return;
        }
        const raw = Buffer.concat(chunks).toString('utf8');
        for (const { address } of session.envelope.rcptTo) mails.push(readMail(address, raw));
        done();
      });
    },
  });
  // A client that was killed in the middle is what some tests are about.
  server.on('error', () => undefined);
  server.listen(0, host);
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const to = (address: string) => mails.filter((mail) => mail.to === address);
  return {
    url: `smtp://127.0.0.1:${port}`,
    to,
    all: () => mails,
    turnAway: (code) => {
      refusal = code;
    },
    turnedAway: () => refused,
    waitFor: (address, words) =>
      until(
        () => to(address).find(({ subject }) => subject.includes(words)),
        () =>
          `no mail "${words}" for ${address}, only: ${to(address)
            .map(({ subject }) => subject)
            .join(' | ')}`,
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function readMail(to: string, raw: string): Mail {
  const split = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, split).replaceAll(/\r\n[ \t]+/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
  return {
    to,
    subject: decodeWords(header('Subject')),
    text: decodeBody(raw.slice(split + 4), header('Content-Transfer-Encoding')),
    messageId: header('Message-ID'),
  };
}

/** RFC 2047: "=?UTF-8?Q?…?=". */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeBody(word.replaceAll('_', ' '), 'quoted-printable'),
    );
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
