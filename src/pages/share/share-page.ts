/** What a share link shows instead of an app: the short link, ready to copy or as a QR code. It works without its script. */
import { encode } from 'uqr';
import { CHANNELS, type Channel } from '../../channels/registry.ts';
import type { Language } from '../../language.ts';
import type { Reply } from '../../visitor-pages/http-reply.ts';
import { escapeHtml, type PageRequest, pageReply } from '../../visitor-pages/page.ts';
import { SHARE_TEXTS } from './texts.ts';

/**
 * Shows the buttons that need it. Without the clipboard API, and where it is refused, the link is selected. The policy
 * names the script by its hash, so that no other one runs.
 */
export const SCRIPT = `const d=document,f=d.getElementById('link'),s=d.getElementById('said'),c=d.getElementById('copy'),n=d.getElementById('native');
const say=k=>{s.textContent='';setTimeout(()=>{s.textContent=s.dataset[k]},50)};
c.hidden=false;f.addEventListener('focus',()=>f.select());
c.addEventListener('click',async()=>{try{await navigator.clipboard.writeText(f.value);say('copied')}catch{f.focus();f.select();say(d.execCommand('copy')?'copied':'selected')}});
if(n&&navigator.share){n.hidden=false;n.addEventListener('click',()=>navigator.share({url:f.value}).catch(()=>{}))}`;
export const SCRIPT_HASH = 'sha256-Z7rDdPBF0q9iMm+pkRfZO2gK+av6BbJ7shoMBqBzR+o=';

const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const STYLE = `<style>p[role=status]{min-height:1.5em;margin-top:.5rem}.code{display:block;width:100%;max-width:18rem;height:auto;margin:1rem auto 0}
.title{color:var(--ink);font-weight:600}[hidden]{display:none}label{margin-top:1rem}
textarea{display:block;font:inherit;width:100%;padding:.625rem .75rem;border:1px solid var(--line);border-radius:.375rem;
background:var(--paper);color:var(--ink);resize:none;field-sizing:content;word-break:break-all}</style>
`;

/** The page with the link; `title` is the one of the content. */
export function linkPage(
  request: PageRequest,
  { channel, shortUrl, title }: { channel: Channel; shortUrl: string; title: string | null },
): Reply {
  const texts = SHARE_TEXTS[request.language];
  const link = escapeHtml(shortUrl);
  const { heading, hint } = wordsFor(channel, request.language);
  const name = title === null ? '' : `<p class="title"><bdi>${escapeHtml(title)}</bdi></p>\n`;
  const code = channel === 'qr' ? `${qrCode(shortUrl, texts.qrLabel(shortUrl))}\n` : '';
  const share =
    channel === 'native' ? `<button id="native" type="button" hidden>${texts.shareButton}</button>\n` : '';
  const body = `${name}<p>${hint}</p>
${code}<label for="link">${texts.link}</label>
<textarea id="link" rows="2" readonly inputmode="none">${link}</textarea>
${share}<button id="copy" type="button" hidden>${texts.copyButton}</button>
<p id="said" role="status" data-copied="${escapeHtml(texts.copied)}" data-selected="${escapeHtml(texts.selected)}"></p>
<script>${SCRIPT}</script>`;
  const headers = { 'Content-Security-Policy': POLICY };
  return pageReply(request, { status: 200, title: heading, head: STYLE, body, headers });
}

function wordsFor(channel: Channel, language: Language): { heading: string; hint: string } {
  const texts = SHARE_TEXTS[language];
  const app = CHANNELS[channel].label[language];
  const { kind, acceptsAnyApp = false }: { kind: string; acceptsAnyApp?: boolean } = CHANNELS[channel];
  if (kind === 'offline') return { heading: texts.qr, hint: texts.scan };
  if (channel === 'native') return { heading: texts.native, hint: texts.pasteAnywhere };
  if (acceptsAnyApp) return { heading: texts.copy, hint: texts.paste };
  return { heading: texts.copyFor(app), hint: texts.pasteInto(app) };
}

/** Always dark on white, which cameras read in both themes. */
function qrCode(text: string, label: string): string {
  const { data, size } = encode(text, { border: 4 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return `<svg class="code" role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${size} ${size}"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}

/** Why there is no link. */
export type ShareMessage = 'invalid' | 'unknown' | 'full' | 'channel';

const STATUS: Record<ShareMessage, number> = { invalid: 400, unknown: 404, full: 429, channel: 404 };
/** Seconds after which some of the contents of an hour are older. */
const RETRY_AFTER = '3600';

export function shareMessage(request: PageRequest, name: ShareMessage): Reply {
  const { title, text } = SHARE_TEXTS[request.language][name];
  const headers: Record<string, string> = name === 'full' ? { 'Retry-After': RETRY_AFTER } : {};
  return pageReply(request, { status: STATUS[name], title, body: `<p>${escapeHtml(text)}</p>`, headers });
}

/** What programs get. */
export function programPage(request: PageRequest, channel: Channel): Reply {
  const app = CHANNELS[channel].label[request.language];
  const { title, text } = SHARE_TEXTS[request.language].openInBrowser(app);
  return pageReply(request, { status: 200, title, body: `<p>${escapeHtml(text)}</p>` });
}
