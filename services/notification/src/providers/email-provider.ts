import { createTransport } from 'nodemailer';
import type { AttemptResult } from '../domain/delivery.ts';
import type { Provider } from './provider.ts';

interface SmtpError extends Error {
  readonly command?: string;
  readonly responseCode?: number;
}

/** What an SMTP failure says about the message. Undefined: the server may or may not have it (RFC 5321 §4.5.3.2.6). */
export function readSmtpError(error: SmtpError): AttemptResult | undefined {
  if (error.responseCode !== undefined) {
    return { kind: 'refused', reason: `SMTP ${error.responseCode}`, permanent: error.responseCode >= 500 };
  }
  if (error.command === 'DATA') return undefined;
  return { kind: 'refused', reason: `SMTP ${error.command ?? 'CONN'} failed`, permanent: false };
}

/** Sends over SMTP. The Message-ID is the delivery's, so that a mail server which looks can drop a second copy. */
export function emailProvider(url: string, from: string): Provider {
  const transport = createTransport(url, { from });
  return {
    idempotent: false,
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({
          to,
          subject,
          text,
          messageId: `<${id}@lapor>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { kind: 'sent' };
      } catch (error) {
        const result = readSmtpError(error as SmtpError);
        if (result === undefined) throw error;
        return result;
      }
    },
    close() {
      transport.close();
    },
  };
}
