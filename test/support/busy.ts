import { unique } from './make.ts';
import type { Sotto } from './sotto.ts';

const AGENTS = [undefined, 'WhatsApp/2.23.20.0', 'curl/8.5.0'];

/** Mints a content and lets a person, a messenger and a bot open each of its links; half of it is rolled up. */
export async function makeBusy(sotto: Sotto): Promise<void> {
  const url = `https://pages.example/${unique()}`;
  const { body } = await sotto.api<{ links: { shortUrl: string }[] }>('POST', '/contents', {
    url,
    tags: ['a'],
  });
  for (const mark of ['', '.newsletter']) {
    for (const { shortUrl } of body.links) {
      for (const agent of AGENTS) {
        await sotto.click(`${shortUrl}${mark}`, agent === undefined ? {} : { 'User-Agent': agent });
      }
    }
    if (mark === '') await sotto.settle();
  }
}
