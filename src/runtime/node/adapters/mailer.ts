/** Sends mails by SMTP. The library is loaded by the first mail. */
import { setTimeout as pause } from 'node:timers/promises';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import type { Log, Mailer } from '../../../ports.ts';

/** How long a page waits for the mail server; the mail goes on being sent. */
const WAIT_MS = 5_000;
/** How long a mail server may keep silent. */
const SILENCE_MS = 20_000;

export interface SmtpSettings {
  /** `smtp://user:password@mail.example.com:587`, or `smtps:` for a connection that is encrypted from the start. */
  url: string;
  /** The sender: an address, or a name with an address in angle brackets. */
  from: string;
}

const [SUBMISSION_PORT, TLS_PORT] = [587, 465];
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** How the library connects. A password never leaves this machine without encryption. */
export function smtpOptions(text: string): SMTPTransport.Options {
  const { protocol, hostname, port, username, password } = new URL(text);
  const secure = protocol === 'smtps:';
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? TLS_PORT : SUBMISSION_PORT),
    secure,
    requireTLS: username !== '' && !LOOPBACK.test(hostname),
    ...(username !== '' && { auth }),
    connectionTimeout: SILENCE_MS,
    greetingTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** `waitMs` is how long `send` takes at most. */
export function createMailer({ url, from }: SmtpSettings, log: Pick<Log, 'error'>, waitMs = WAIT_MS): Mailer {
  const deliver = async (mail: Parameters<Mailer['send']>[0]): Promise<'sent' | 'failed'> => {
    try {
      const { createTransport } = await import('nodemailer');
      const transport = createTransport(smtpOptions(url));
      // As an object, the address is one address, whatever it contains.
      const to = { name: '', address: mail.to };
      const headers = { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language };
      await transport.sendMail({
        from,
        to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers,
      });
      return 'sent';
    } catch (error) {
      // The message may contain addresses.
      log.error({ mail: codesOf(error) }, 'An email could not be sent');
      return 'failed';
    }
  };
  return { send: (mail) => Promise.race([deliver(mail), pause(waitMs, 'late' as const, { ref: false })]) };
}

/** The codes of the library and the mail server, such as `EAUTH` and 535. */
function codesOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return {};
  const { code, command, responseCode } = error as Error & Record<string, unknown>; // it may have them
  return { code, command, responseCode };
}
