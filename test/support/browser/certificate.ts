/** A self-signed certificate for one test run, made with node:crypto because openssl may be missing. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  key: string;
  /** PEM. */
  cert: string;
  /** Base64 SHA-256 of the public key, with which Chromium is told to trust the certificate. */
  fingerprint: string;
}

const DAY = 86_400_000;
const ADDRESS = [127, 0, 0, 1];

// Object identifiers, in the DER of X.690.
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');

/** For a host name and 127.0.0.1, from yesterday until tomorrow, by RFC 5280. */
export function selfSigned(host = 'localhost'): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const subjectKey = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = sequence(ECDSA_WITH_SHA256);
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(host)))));
  const toSign = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])), // a positive serial number
    algorithm,
    name,
    sequence(time(Date.now() - DAY), time(Date.now() + DAY)),
    name,
    subjectKey,
    der(0xa3, sequence(sequence(SUBJECT_ALT_NAME, der(0x04, subjectNames(host))))),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', toSign, privateKey)]);
  const whole = sequence(toSign, algorithm, der(0x03, signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`,
    fingerprint: createHash('sha256').update(subjectKey).digest('base64'),
  };
}

/** The context tags of the two kinds of name: 2 is a DNS name, 7 an IP address. */
function subjectNames(host: string): Buffer {
  return sequence(der(0x82, Buffer.from(host)), der(0x87, Buffer.from(ADDRESS)));
}

/** Encodes one value: its tag, its length and its bytes. */
function der(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), value]);
}

function sequence(...values: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(values));
}

/** `YYMMDDHHMMSSZ` in UTC. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}
