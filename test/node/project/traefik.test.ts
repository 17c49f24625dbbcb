import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

/** What Traefik 3 knows of the parts that are used. It does not start with a word that it does not know. */
const encodedCharacters = z.strictObject({
  allowEncodedSlash: z.boolean(),
  allowEncodedBackSlash: z.boolean(),
  allowEncodedNullCharacter: z.boolean(),
  allowEncodedSemicolon: z.boolean(),
  allowEncodedPercent: z.boolean(),
  allowEncodedQuestionMark: z.boolean(),
  allowEncodedHash: z.boolean(),
});
const entryPoint = z.strictObject({
  address: z.string().regex(/^:\d+$/),
  http: z.strictObject({
    redirections: z
      .strictObject({ entryPoint: z.strictObject({ to: z.string(), scheme: z.literal('https') }) })
      .optional(),
    encodedCharacters,
  }),
});
const staticConfiguration = z.strictObject({
  entryPoints: z.record(z.string(), entryPoint),
  certificatesResolvers: z.record(
    z.string(),
    z.strictObject({
      acme: z.strictObject({
        email: z.email(),
        storage: z.string().startsWith('/'),
        httpChallenge: z.strictObject({ entryPoint: z.string() }),
      }),
    }),
  ),
  providers: z.strictObject({ file: z.strictObject({ filename: z.string().startsWith('/') }) }),
});
const router = z.strictObject({
  rule: z.string().regex(/^Host\(`[a-z0-9.-]+`\)$/),
  entryPoints: z.array(z.string()).min(1),
  service: z.string(),
  tls: z.strictObject({ certResolver: z.string() }),
});
const service = z.strictObject({
  loadBalancer: z.strictObject({ servers: z.array(z.strictObject({ url: z.url() })).length(1) }),
});
const dynamicConfiguration = z.strictObject({
  http: z.strictObject({
    routers: z.record(z.string(), router),
    services: z.record(z.string(), service),
  }),
});

const read = (name: string) => readFileSync(`docs/proxy/${name}`, 'utf8');
const installed = staticConfiguration.parse(parse(read('traefik.yml')));
const { http } = dynamicConfiguration.parse(parse(read('traefik-sotto.yml')));

it('Traefik gets only words that it knows, and each name that it gets exists', () => {
  const ports = Object.keys(installed.entryPoints);
  const resolvers = Object.keys(installed.certificatesResolvers);
  for (const { acme } of Object.values(installed.certificatesResolvers)) {
    expect(ports).toContain(acme.httpChallenge.entryPoint);
  }
  for (const { entryPoints, service: name, tls } of Object.values(http.routers)) {
    expect(ports).toEqual(expect.arrayContaining(entryPoints));
    expect(Object.keys(http.services)).toContain(name);
    expect(resolvers).toContain(tls.certResolver);
  }
  expect(read('traefik-sotto.yml')).toContain(installed.providers.file.filename);
  expect(http.services.sotto?.loadBalancer.servers).toEqual([{ url: 'http://127.0.0.1:8787' }]);
});

it('Traefik sends visitors who come by plain HTTP to the entry point of the router', () => {
  const { web, websecure } = installed.entryPoints;
  expect(web?.http.redirections?.entryPoint.to).toBe('websecure');
  expect(websecure?.http.redirections).toBeUndefined();
  expect(http.routers.sotto?.entryPoints).toEqual(['websecure']);
});

it('Traefik passes on every character that a message can glue to a link', () => {
  for (const { http: options } of Object.values(installed.entryPoints)) {
    expect(Object.values(options.encodedCharacters)).toEqual(Array(7).fill(true));
  }
});
