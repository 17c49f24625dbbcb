/** A short link as text, whole: pressing one's own link would count as a click. */
export function ShortLink({ url, mark }: { url: string; mark?: string }) {
  const { host } = new URL(url);
  const path = url.slice(url.indexOf(host) + host.length + 1);
  return (
    <span class="short u-all">
      <span class="d">{host}/</span>
      <span class="s">
        {path}
        {mark === undefined ? null : <b>.{mark}</b>}
      </span>
    </span>
  );
}
