/**
 * `<sotto-share>`: share buttons for any page. It sets no cookie, stores nothing, and asks no server but the one that it
 * came from. The plain links in it work without this script.
 */
import { labelOf, opensInSameTab } from './channels.ts';
import { addLink } from './copied-text.ts';
import { fill, make } from './elements.ts';
import { icon } from './icons.ts';
import { bare, ownAddress, parent, server } from './page.ts';
import { STYLES } from './styles.ts';
import { isFrenchAt, wordsAt } from './words.ts';

interface Entry {
  channel: string;
  label: string;
  /** The share link, which works without anything else. */
  href: string;
  /** The short link, if the page has it; else it is asked for with the publishable key. */
  link: string | undefined;
}

const isTouched = () => matchMedia('(any-pointer:coarse)').matches;
const openTab = (href: string) => void open(href, '_blank', 'noopener');

class SottoShare extends HTMLElement {
  static observedAttributes = ['channels', 'content', 'url', 'text', 'pk', 'look', 'lang'];
  #root = this.attachShadow({ mode: 'open' });
  #box = make('div', 'box');
  #status = make('p', 'status');
  #entries: Entry[] = [];
  #close = () => {};

  connectedCallback() {
    for (const name of ['DOMContentLoaded', 'copy', 'click']) document.addEventListener(name, this);
    this.#draw();
  }
  disconnectedCallback() {
    for (const name of ['DOMContentLoaded', 'copy', 'click']) document.removeEventListener(name, this);
  }
  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }
  /** What happens to the page. */
  handleEvent(event: Event) {
    const copied = this.#entries.find(({ channel }) => channel === 'copy')?.link;
    if (event.type === 'DOMContentLoaded') this.#draw();
    else if (event.type === 'click') event.composedPath().includes(this) || this.#close();
    else if (copied && this.hasAttribute('copied-text')) addLink(event as ClipboardEvent, copied); // the third type
  }

  #attribute = (name: string) => this.getAttribute(name) || undefined;

  /** What is shared: a content, else the address of a page. */
  #target(): { content?: string | undefined; url?: string } {
    const content = this.#attribute('content');
    return content ? { content } : { url: bare(this.#attribute('url') || ownAddress()) };
  }

  #read(): Entry[] {
    const given = [...this.querySelectorAll<HTMLAnchorElement>('a[data-channel]')];
    const from = parent && `&from=${parent}`;
    if (given[0])
      return given.map(({ href, dataset: { channel = '', link }, textContent }) => {
        return { channel, label: textContent ?? '', href: href + from, link };
      });
    const names = (this.#attribute('channels') || 'whatsapp email copy native').split(/[\s,]+/);
    const { content, url = '' } = this.#target();
    const query = new URLSearchParams(content ? { content } : { u: url });
    const text = this.#attribute('text');
    if (text) query.set('t', text);
    return names.flatMap((channel) => {
      const label = labelOf(channel, isFrenchAt(this));
      return label
        ? [{ channel, label, href: `${server}/share/${channel}?${query}${from}`, link: undefined }]
        : [];
    });
  }

  /** Whether the element has or gets the short link of a channel. */
  #hasLink = ({ link }: Entry) => !!(link || this.#attribute('pk'));

  /** Whether the channel can work on this device. */
  #works = (entry: Entry): boolean =>
    entry.channel === 'native'
      ? 'share' in navigator && this.#hasLink(entry)
      : entry.channel !== 'sms' || isTouched();

  #draw() {
    if (document.readyState === 'loading') return; // the links in it are not there yet
    const look = this.#attribute('look') || 'buttons';
    this.#entries = this.#read().filter(this.#works);
    this.#box = make('div', 'box');
    this.#box.className = `box ${look}`;
    const list = make('ul', 'list');
    list.ariaLabel = wordsAt(this).share;
    for (const entry of this.#entries) {
      const item = make('li', '');
      fill(item, this.#button(entry, look));
      fill(list, item);
    }
    this.#status = make('p', 'status');
    this.#status.role = 'status';
    if (look === 'menu') fill(this.#box, this.#toggle(list));
    fill(this.#box, list, this.#status);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.replaceChildren(this.#box);
  }

  /** The one button of a menu: the sheet of the system on phones, else the list. */
  #toggle(list: HTMLElement): HTMLElement {
    const button = make('button', 'button toggle', wordsAt(this).share);
    const show = (isOpen: boolean) => {
      list.hidden = !isOpen;
      button.ariaExpanded = `${isOpen}`;
    };
    this.#close = () => show(false);
    this.#close();
    button.insertBefore(icon(''), button.firstChild);
    const native = this.#entries.find(({ channel }) => channel === 'native');
    button.onclick = () => (native && isTouched() ? this.#share(native) : show(!!list.hidden));
    this.#box.onkeydown = ({ key }) => {
      if (key !== 'Escape' || list.hidden) return;
      this.#close();
      button.focus();
    };
    return button;
  }

  #button(entry: Entry, look: string): HTMLElement {
    const { channel, label, href } = entry;
    const anchor = make('a', `button ${channel}`);
    anchor.href = href;
    anchor.rel = 'noopener nofollow';
    if (!opensInSameTab(channel)) anchor.target = '_blank';
    if (look !== 'buttons') fill(anchor, icon(channel));
    fill(anchor, make('span', 'label', label));
    const act = channel === 'copy' ? this.#copy : channel === 'native' && this.#share;
    anchor.onclick = (event) => {
      this.#close();
      if (!act || !this.#hasLink(entry)) return;
      event.preventDefault();
      act(entry);
    };
    return anchor;
  }

  /** The short link to pass on, after the share is reported; empty if the server gives none. */
  async #link({ channel, link = '' }: Entry): Promise<string> {
    const key = this.#attribute('pk');
    if (!key) return link;
    // A body of plain text needs no question in advance.
    const { content: contentId, url } = this.#target();
    const body = JSON.stringify({ key, channel, contentId, url, from: parent || undefined });
    const answer = fetch(`${server}/api/v1/shares`, {
      method: 'POST',
      body,
      keepalive: true,
      credentials: 'omit',
    })
      .then((response) => response.json<{ shortUrl?: string }>())
      .catch(() => ({ shortUrl: '' }));
    return link || (await answer).shortUrl || '';
  }

  #copy = async (entry: Entry) => {
    const link = this.#link(entry);
    try {
      // Safari takes a promise only in this form, within the press.
      const blob = link.then((text) => (text ? new Blob([text], { type: 'text/plain' }) : Promise.reject()));
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
      this.#status.textContent = wordsAt(this).copied;
    } catch {
      const text = await link;
      if (text) this.#select(text);
      else openTab(entry.href);
    }
  };

  /** Without a clipboard: copies by selection, else leaves the link selected. */
  #select(link: string) {
    const { take, copied } = wordsAt(this);
    const before = this.#root.activeElement as HTMLElement | null; // everything in it is one
    const field = make('input', 'link');
    field.readOnly = true;
    field.value = link;
    field.ariaLabel = take;
    this.#root.querySelector('input')?.remove();
    fill(this.#box, field);
    field.select();
    const isCopied = document.execCommand('copy');
    this.#status.textContent = isCopied ? copied : take;
    if (!isCopied) return;
    field.remove();
    before?.focus();
  }

  #share = async (entry: Entry) => {
    const url = await this.#link(entry);
    if (!url) return openTab(entry.href);
    await navigator.share({ title: document.title, url }).catch(() => {}); // the reader has changed their mind
  };
}

if (!customElements.get('sotto-share')) customElements.define('sotto-share', SottoShare);
