import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { ERRORS } from '../../../src/errors.ts';
import { PROBLEM_TEXTS } from '../../../src/pages/problem-texts.ts';
import { operationsOf, readDocument } from '../../support/api/document.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

it('the start page of the default domain leads to the pages for members', async () => {
  const { status, headers } = await sotto.request('/');
  expect([status, headers.get('Location')]).toEqual([302, '/app']);
});

describe('/docs', () => {
  it.each(['/docs', '/docs/', '/docs/errors'])('lets %s load nothing from elsewhere', async (path) => {
    const response = await sotto.request(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toMatch(/^text\/html; charset=utf-8$/i);
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|http|\*/);
    const html = await response.text();
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    const sources = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(sources.filter((address) => !/^(\/[^/]|#)/.test(address ?? ''))).toEqual([]);
    expect(html).not.toMatch(/ style=|<style|<script>/);
  });

  it('shows every operation with all its parameters, and every object', async () => {
    const html = await (await sotto.request('/docs')).text();
    const document = await readDocument(sotto);
    for (const { operationId, summary, method, path, parameters } of operationsOf(document)) {
      const [, section = ''] = html.split(`<section id="${operationId}"`);
      const [own = ''] = section.split('<section id=');
      const texts = [summary ?? '', method, path, ...parameters.map(({ name }) => name)];
      expect(texts.filter((text) => !own.includes(`>${text}<`))).toEqual([]);
    }
    const objects = Object.keys(document.components.schemas);
    expect(objects.filter((name) => !html.includes(`id="object-${name}"`))).toEqual([]);
  });

  it('has every anchor that it links to, once', async () => {
    const html = await (await sotto.request('/docs')).text();
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const anchors = [...html.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
    expect(anchors.filter((anchor) => !ids.includes(anchor))).toEqual([]);
  });

  it('has no other pages', async () => {
    expect((await sotto.request('/docs/nothing')).status).toBe(404);
    expect((await sotto.request('/docs', { method: 'POST' })).status).toBe(405);
  });

  it('keeps its addresses from becoming short links', async () => {
    for (const slug of ['docs', 'Docs', 'assets']) {
      const { status } = await sotto.api('POST', '/links', { url: 'https://pages.example/', slug });
      expect(status).toBe(422);
    }
    expect((await sotto.request('/favicon.ico')).status).toBe(204);
  });
});

describe('/docs/errors', () => {
  const read = async (path: string, language = '') => {
    const response = await sotto.request(path, { headers: { 'Accept-Language': language } });
    return { html: await response.text(), headers: response.headers };
  };

  it.each(Object.entries(PROBLEM_TEXTS))('explains %s in both languages', async (code, { fr, help }) => {
    const english = await read('/docs/errors', 'en');
    const french = await read('/docs/errors', 'fr-CA, en;q=0.5');
    for (const { html } of [english, french]) expect(html).toContain(`<section id="${code}">`);
    expect(english.html).toContain(help.en);
    expect(french.html).toContain(help.fr);
    expect(french.html).toContain(`<h2>${fr}</h2>`);
  });

  it('titles each code as its problems do', async () => {
    const { html } = await read('/docs/errors');
    const titles = [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual(Object.values(ERRORS).map(({ title }) => title));
  });

  it('speaks the language of its address before that of the browser', async () => {
    const { html, headers } = await read('/docs/errors?lang=fr', 'en');
    expect(html).toContain('<html lang="fr">');
    expect([headers.get('Content-Language'), headers.get('Vary')]).toEqual(['fr', 'Accept-Language']);
    expect((await read('/docs/errors?lang=xx', 'en')).html).toContain('<html lang="en">');
  });
});
