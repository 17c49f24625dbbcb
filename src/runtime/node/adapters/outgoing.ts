/** Outgoing requests on Node. The address that was checked is the one that is connected to. */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { parseAddress } from '../../../net/address.ts';
import { checkReach, INTERNET, type Reach, RefusedAddress } from '../../../net/reach.ts';
import type { Outgoing } from '../../../ports.ts';

interface OutgoingOptions {
  reach?: Reach;
  /** All addresses of a name, as the system resolves it. */
  resolve?: (hostname: string) => Promise<LookupAddress[]>;
  /** PEM: certificates to trust in place of the system's. */
  ca?: string;
}

const resolveAll = (hostname: string) => lookup(hostname, { all: true });

/** A name is resolved once for each connection, so that it cannot lead to another address after the check. */
export function createOutgoing(options: OutgoingOptions = {}): Outgoing {
  const { reach = INTERNET, resolve = resolveAll, ca } = options;
  const isAllowed = ({ address: text }: LookupAddress) => {
    const address = parseAddress(text);
    return address !== null && reach.address(address);
  };
  const checkedLookup: LookupFunction = (hostname, options, callback) => {
    const answer = async () => {
      const addresses = await resolve(hostname);
      // A name of which one address is inner is refused: who made it means no good.
      if (!addresses.every(isAllowed)) throw new RefusedAddress();
      const [first] = addresses;
      if (!first) throw new Error('The name has no address.');
      return { addresses, first };
    };
    answer().then(
      ({ addresses, first }) =>
        options.all ? callback(null, addresses) : callback(null, first.address, first.family),
      (error: Error) => callback(error, ''),
    );
  };
  return async (address, { headers, signal }) => {
    const url = new URL(address);
    checkReach(reach, url);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const answer = await new Promise<IncomingMessage>((resolveAnswer, reject) => {
      const request = send(url, {
        // A connection of its own: one that is kept alive would not ask for the address again.
        agent: false,
        headers: { ...headers, 'Accept-Encoding': 'gzip, deflate, br' },
        lookup: checkedLookup,
        ...(ca !== undefined && { ca }),
        signal,
      });
      request.on('response', resolveAnswer).on('error', reject).end();
    });
    const { statusCode = 0, headers: sent } = answer;
    const header = (name: string) => sent[name.toLowerCase()]?.toString() ?? null;
    return {
      status: statusCode,
      header,
      body: Readable.toWeb(decoded(answer)) as ReadableStream<Uint8Array>,
    };
  };
}

const DECODERS = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** The body without its compression, piece by piece: whoever reads it decides how much is too much. */
function decoded(answer: IncomingMessage): Readable {
  const encoding = answer.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return answer;
  const createDecoder = DECODERS.get(encoding);
  if (!createDecoder) {
    answer.destroy();
    throw new Error('The server compresses its answer in an unknown way.');
  }
  // Errors arrive at the reader of the decoder.
  return pipeline(answer, createDecoder(), () => {});
}
