import { describe, expect, it } from 'vitest';
import { decodeList } from '../../../src/link-lists/decode-list.ts';
import { lineInput } from '../../../src/link-lists/line-input.ts';
import { LINE_FIELDS, MAX_LINES } from '../../../src/link-lists/link-list.ts';
import { parseList } from '../../../src/link-lists/parse-list.ts';
import { WORDS } from '../../../src/pages/app/words/words.ts';

const linesOf = (text: string) => {
  const parsed = parseList(text);
  return 'lines' in parsed ? parsed.lines : parsed;
};

describe('a list of pages', () => {
  it.each(['en', 'fr'] as const)('may name its columns as pages in %s do', (language) => {
    const names = LINE_FIELDS.map((field) => WORDS[language].many.fields[field]);
    const fields = Object.fromEntries(LINE_FIELDS.map((field) => [field, `a ${field}`]));
    expect(parseList([names.join(','), Object.values(fields).join(',')].join('\n'))).toEqual({
      lines: [{ line: 2, fields }],
      unknownColumns: [],
    });
  });

  it('may have one address per line, in which signs of CSV mean nothing', () => {
    expect(
      linesOf('\ufeffhttps://a.example/?x=1,2;3\r\n\n  b.example/"q"  \rhttps://c.example/\tA title\n'),
    ).toEqual([
      { line: 1, fields: { url: 'https://a.example/?x=1,2;3' } },
      { line: 3, fields: { url: 'b.example/"q"' } },
      { line: 4, fields: { url: 'https://c.example/', title: 'A title' } },
    ]);
  });

  it.each([
    ['commas', 'url,title\nhttps://a.example/,"One, two"\n'],
    ['semicolons', 'url;title\r\nhttps://a.example/;One, two\r\n'],
    ['tabs', 'url\ttitle\nhttps://a.example/\tOne, two\n'],
    ['a byte order mark', '\ufeff"url","title"\n"https://a.example/","One, two"\n'],
    ['names in French', 'Adresse;Titre\nhttps://a.example/;One, two\n'],
  ])('may be a table with %s', (_, text) => {
    expect(linesOf(text)).toEqual([{ line: 2, fields: { url: 'https://a.example/', title: 'One, two' } }]);
  });

  it('takes every column in any order, and names those it does not know', () => {
    const parsed = parseList(
      'Étiquettes;SLUG;external id;Lien;Clics;Campagne;canaux;Description;image;domaine\n"a,b";s;7;https://a.example/;12;c;slack;"two\nlines";https://a.example/i.png;go.example\n;;;;;;;;;\n',
    );
    expect(parsed).toEqual({
      unknownColumns: ['Clics'],
      lines: [
        {
          line: 3,
          fields: {
            url: 'https://a.example/',
            tags: 'a,b',
            slug: 's',
            externalId: '7',
            campaign: 'c',
            channels: 'slack',
            description: 'two\nlines',
            image: 'https://a.example/i.png',
            domain: 'go.example',
          },
        },
      ],
    });
  });

  it('may have quotation marks within a cell, and cells that are missing or too many', () => {
    expect(
      linesOf(
        'url,title\nhttps://a.example/,The "best" one\nhttps://b.example/\n,,,\nhttps://c.example/,t,x,y',
      ),
    ).toEqual([
      { line: 2, fields: { url: 'https://a.example/', title: 'The "best" one' } },
      { line: 3, fields: { url: 'https://b.example/' } },
      { line: 5, fields: { url: 'https://c.example/', title: 't' } },
    ]);
  });

  it('is refused as a whole only if it cannot be read, is empty, or has too many lines', () => {
    expect(parseList('url,title\nhttps://a.example/,"open')).toMatchObject({ problem: 'unreadable' });
    for (const text of ['', ' \n\n', 'url,title\n'])
      expect(parseList(text)).toEqual({ problem: 'empty', about: '' });
    const line = 'https://a.example/\n';
    expect(linesOf(line.repeat(MAX_LINES))).toHaveLength(MAX_LINES);
    expect(parseList(line.repeat(MAX_LINES + 1))).toEqual({ problem: 'too_many_rows', about: '1000' });
    expect(parseList(`url\n${line.repeat(MAX_LINES + 1)}`)).toMatchObject({ problem: 'too_many_rows' });
  });
});

describe('a file', () => {
  const text = 'url;titre\nhttps://a.example/;Été';
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ])('may be in %s', (_, bytes) => {
    expect(decodeList(bytes)).toBe(text);
  });
});

describe('a line', () => {
  it('takes the channels of the list unless it names its own, in any language', () => {
    const channelsOf = (channels?: string) => {
      const { input, problems } = lineInput({ url: 'a.example', ...(channels && { channels }) }, ['slack']);
      return problems.length === 0 ? [input.url, ...input.channels] : problems;
    };
    expect(channelsOf()).toEqual(['https://a.example', 'slack']);
    expect(channelsOf('WhatsApp, lien copié | qr')).toEqual(['https://a.example', 'whatsapp', 'copy', 'qr']);
    expect(channelsOf('slack, fax, telex')).toMatchObject([
      { pointer: '/channels', detail: '"fax" is not a channel.' },
      { pointer: '/channels', detail: '"telex" is not a channel.' },
    ]);
  });

  it('names every field that is wrong', () => {
    const { problems } = lineInput({ url: '', title: 'x'.repeat(301), tags: 'y'.repeat(51) }, ['slack']);
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/url', '/title', '/tags']);
  });
});
