import type { Link } from '../../../links/link.ts';
import { DEFAULT_DESIGN } from '../../../qr/qr-design.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { channelLabel } from '../parts/name-texts.ts';
import type { Colors } from './qr-design.ts';

interface QrPopoverOf {
  view: View;
  link: Link;
  /** Opens to the right, in the first column of a table. */
  isFirst?: boolean;
}

/** A button that shows the QR code of a link, and its files. */
export function QrPopover({ view, link, isFirst = false }: QrPopoverOf) {
  const { links } = view.words.contents;
  const label = links.qrOf(channelLabel(link.channel, view.language));
  return (
    <details class={isFirst ? 'pop start' : 'pop'}>
      <summary class="btn icon" aria-label={label}>
        <Icon name="qr" />
      </summary>
      <div>
        <img class="qr" src={qrPath(link, 'svg')} alt={label} width="180" height="180" loading="lazy" />
        <p class="qrt">{links.qrNote}</p>
        <QrDownloads link={link} />
      </div>
    </details>
  );
}

/** The address of the picture; colors that are not the usual ones are in its query. */
export function qrPath({ id }: Link, format: 'svg' | 'png', colors: Colors = DEFAULT_DESIGN): string {
  const query = new URLSearchParams();
  for (const name of ['color', 'background'] as const)
    if (colors[name] !== DEFAULT_DESIGN[name]) query.set(name, colors[name].slice(1));
  return `/app/links/${id}/qr.${format}${query.size > 0 ? `?${query}` : ''}`;
}

export function QrDownloads({ link, colors = DEFAULT_DESIGN }: { link: Link; colors?: Colors }) {
  return (
    <p class="row">
      {(['png', 'svg'] as const).map((format) => (
        <a class="btn" href={qrPath(link, format, colors)} download={`${link.slug}.${format}`}>
          {format.toUpperCase()}
        </a>
      ))}
    </p>
  );
}
