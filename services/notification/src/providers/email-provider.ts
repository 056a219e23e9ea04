import { createTransport } from 'nodemailer';
import type { AttemptResult } from '../domain/delivery.ts';
import type { Provider } from './provider.ts';

interface SmtpError extends Error {
  readonly command?: string;
  readonly responseCode?: number;
}

/** A whole attempt, name look-up to goodbye. Less than the lease of a delivery, or a second attempt would start beside it. */
const DEADLINE_MILLISECONDS = 60_000;
/** As many as are sent at once, where the address says nothing else (`?maxConnections=3`). A line serves for one message after the other: to open one takes longer than to send. */
const MOST_LINES = 16;
/** Where a "no" is about this one message. Elsewhere (greeting, log-in, sender) it is about us, and may be mended. */
const ABOUT_THE_MESSAGE: ReadonlySet<string> = new Set(['RCPT TO', 'DATA']);

/**
 * What an SMTP failure says about the message. Undefined: the server may or may not have it, for it had been given all of it
 * and has not answered (RFC 5321 §4.5.3.2.6).
 */
function readSmtpError(
  { responseCode, command = 'CONN' }: SmtpError,
  givenWhole: boolean,
): AttemptResult | undefined {
  if (responseCode !== undefined) {
    const permanent = responseCode >= 500 && ABOUT_THE_MESSAGE.has(command);
    return { kind: 'refused', reason: `SMTP ${responseCode}`, permanent };
  }
  return givenWhole ? undefined : { kind: 'refused', reason: `SMTP ${command} failed`, permanent: false };
}

/** Sends over SMTP. The Message-ID is the delivery's, so that a mail server which looks can drop a second copy. */
export function emailProvider(url: string, from: string, deadline = DEADLINE_MILLISECONDS): Provider {
  // A line that the server has closed meanwhile, before a byte of the message was read: once more over another.
  const lines = { pool: true, maxConnections: MOST_LINES, maxRequeues: 1 } as const;
  const transport = createTransport({ url, ...lines }, { from });
  /** Ids of messages whose every byte has been read for the server, under way. */
  const givenWhole = new Set<string>();
  transport.use('stream', (mail, done) => {
    const id = String(mail.data.messageId);
    // Read only while the server takes it. An error does not tell: a broken line looks the same at every step.
    mail.message.processFunc((content) => content.once('end', () => givenWhole.add(id)));
    done();
  });
  return {
    idempotent: false,
    async send({ id, to, subject, text }) {
      const messageId = `<${id}@lapor>`;
      try {
        await transport.sendMail({
          to,
          subject,
          text,
          messageId,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.timeout(deadline),
        });
        return { kind: 'sent' };
      } catch (error) {
        const result = readSmtpError(error as SmtpError, givenWhole.has(messageId));
        if (result === undefined) throw error;
        return result;
      } finally {
        givenWhole.delete(messageId);
      }
    },
    close() {
      transport.close();
    },
  };
}
