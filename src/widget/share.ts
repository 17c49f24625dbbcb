/**
 * `<sotto-share>`: share buttons for any page. It sets no cookie, stores nothing, and asks no server but the one that it
 * came from. The plain links in it work without this script.
 */
import { labels, opensInSameTab } from './channels.ts';
import { addLink } from './copied-text.ts';
import { icon } from './icons.ts';
import { bare, ownAddress, parent, server } from './page.ts';
import { STYLES } from './styles.ts';
import { languageAt, wordsAt } from './words.ts';

interface Entry {
  channel: string;
  label: string;
  /** The share link, which works without anything else. */
  href: string;
  /** The short link, if the page has it. */
  link: string | undefined;
}

const isTouched = () => matchMedia('(any-pointer:coarse)').matches;

class SottoShare extends HTMLElement {
  static observedAttributes = ['channels', 'content', 'url', 'pk', 'look', 'lang'];
  #root = this.attachShadow({ mode: 'open' });
  #status = document.createElement('p');
  #entries: Entry[] = [];
  #close = () => {};

  connectedCallback() {
    addEventListener('DOMContentLoaded', this.#draw);
    document.addEventListener('copy', this.#onCopy);
    document.addEventListener('click', this.#onClick);
    this.#draw();
  }
  disconnectedCallback() {
    removeEventListener('DOMContentLoaded', this.#draw);
    document.removeEventListener('copy', this.#onCopy);
    document.removeEventListener('click', this.#onClick);
  }
  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }

  #onClick = (event: Event) => {
    if (!event.composedPath().includes(this)) this.#close();
  };
  #onCopy = (event: ClipboardEvent) => {
    const link = this.#entries.find(({ channel }) => channel === 'copy')?.link;
    if (link && this.hasAttribute('copied-text')) addLink(event, link);
  };

  /** What is shared, as the server names it. */
  #subject(): { content: string } | { u: string } {
    const content = this.getAttribute('content');
    if (content) return { content };
    const url = this.getAttribute('url');
    return { u: url ? bare(url) : ownAddress() };
  }

  #read(): Entry[] {
    const query = new URLSearchParams(this.#subject());
    if (parent) query.set('from', parent);
    const language = languageAt(this);
    const given = [...this.querySelectorAll<HTMLAnchorElement>('a[data-channel]')];
    if (given.length > 0) {
      return given.map(({ href, dataset, textContent }) => ({
        channel: dataset.channel ?? '',
        label: textContent ?? '',
        href: parent ? `${href}&from=${encodeURIComponent(parent)}` : href,
        link: dataset.link,
      }));
    }
    const names = (this.getAttribute('channels') ?? 'whatsapp email copy native').split(/[\s,]+/);
    return names.flatMap((channel) => {
      const [en, fr = en] = labels[channel] ?? [];
      if (!en) return [];
      const label = wordsAt(this)[channel] ?? (language === 'fr' && fr ? fr : en);
      return [{ channel, label, href: `${server}/share/${channel}?${query}`, link: undefined }];
    });
  }

  /** Whether the channel can work on this device. */
  #works({ channel, link }: Entry): boolean {
    if (channel === 'native') return 'share' in navigator && !!(link || this.getAttribute('pk'));
    return channel !== 'sms' || isTouched();
  }

  #draw = () => {
    if (document.readyState === 'loading') return; // the links in it are not there yet
    const look = this.getAttribute('look') ?? 'buttons';
    this.#entries = this.#read();
    const box = document.createElement('div');
    box.className = `box ${look}`;
    box.part.add('box');
    box.lang = languageAt(this);
    const list = document.createElement('ul');
    list.part.add('list');
    list.setAttribute('aria-label', wordsAt(this).share ?? '');
    for (const entry of this.#entries.filter((each) => this.#works(each))) {
      const item = document.createElement('li');
      item.appendChild(this.#button(entry, look));
      list.appendChild(item);
    }
    this.#status = document.createElement('p');
    this.#status.setAttribute('role', 'status');
    this.#status.part.add('status');
    if (look === 'menu') box.appendChild(this.#toggle(list));
    box.appendChild(list);
    box.appendChild(this.#status);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.replaceChildren(box);
  };

  /** The one button of a menu: the sheet of the system on phones, else the list. */
  #toggle(list: HTMLElement): HTMLElement {
    const button = document.createElement('button');
    const open = (isOpen: boolean) => {
      list.hidden = !isOpen;
      button.setAttribute('aria-expanded', `${isOpen}`);
    };
    this.#close = () => open(false);
    button.type = 'button';
    button.part.add('button', 'toggle');
    button.appendChild(icon(''));
    button.appendChild(document.createTextNode(wordsAt(this).share ?? ''));
    open(false);
    const native = this.#entries.find((entry) => entry.channel === 'native' && this.#works(entry));
    button.onclick = () => (native && isTouched() ? void this.#share(native) : open(list.hidden === true));
    list.onkeydown = button.onkeydown = ({ key }) => {
      if (key !== 'Escape' || list.hidden) return;
      this.#close();
      button.focus();
    };
    return button;
  }

  #button(entry: Entry, look: string): HTMLElement {
    const { channel, label, href, link } = entry;
    const anchor = document.createElement('a');
    anchor.href = href;
    anchor.part.add('button', channel);
    if (!opensInSameTab(channel)) anchor.target = '_blank';
    anchor.rel = 'noopener nofollow';
    if (look !== 'buttons' || channel === 'native') anchor.appendChild(icon(channel));
    const text = document.createElement('span');
    text.part.add('label');
    text.textContent = label;
    anchor.appendChild(text);
    const act = { copy: this.#copy, native: this.#share }[channel];
    anchor.onclick = (event) => {
      this.#close();
      if (!act || !(link || this.getAttribute('pk'))) return;
      event.preventDefault();
      void act(entry);
    };
    return anchor;
  }

  /** Reports a share. The answer has the short link. */
  async #report(channel: string): Promise<string> {
    const body = JSON.stringify({
      key: this.getAttribute('pk'),
      channel,
      ...this.#subject(),
      from: parent ?? undefined,
    });
    // A body of plain text needs no question in advance.
    const answer = await fetch(`${server}/api/v1/shares`, {
      method: 'POST',
      body,
      keepalive: true,
      credentials: 'omit',
    });
    return (await answer.json<{ shortUrl: string }>()).shortUrl;
  }

  /** The short link to pass on; empty if the server gives none. */
  async #link({ channel, link }: Entry): Promise<string> {
    const reported = this.getAttribute('pk') ? this.#report(channel).catch(() => '') : '';
    return link || (await reported) || '';
  }

  #copy = async (entry: Entry) => {
    const link = this.#link(entry);
    try {
      const blob = link.then((text) => (text ? new Blob([text], { type: 'text/plain' }) : Promise.reject()));
      // Safari takes a promise only in this form, within the press.
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
      this.#say('copied');
    } catch {
      const text = await link;
      if (text) this.#select(text);
      else open(entry.href, '_blank', 'noopener');
    }
  };

  /** Without a clipboard: copies by selection, else leaves the link selected. */
  #select(link: string) {
    const field = document.createElement('input');
    field.readOnly = true;
    field.value = link;
    field.part.add('link');
    field.setAttribute('aria-label', wordsAt(this).take ?? '');
    const before = this.#root.activeElement as HTMLElement | null;
    this.#status.parentElement?.appendChild(field);
    field.select();
    const isCopied = document.execCommand('copy');
    this.#say(isCopied ? 'copied' : 'take');
    if (!isCopied) return;
    field.remove();
    before?.focus();
  }

  #share = async (entry: Entry) => {
    const url = await this.#link(entry);
    if (!url) return void open(entry.href, '_blank', 'noopener');
    await navigator.share({ title: document.title, url }).catch(() => {}); // the reader has changed their mind
  };

  #say(name: 'copied' | 'take') {
    this.#status.textContent = wordsAt(this)[name] ?? '';
  }
}

if (!customElements.get('sotto-share')) customElements.define('sotto-share', SottoShare);
