/** The words after the dot of short links, with their clicks. */
import type { Link } from '../../../links/link.ts';
import { UNKNOWN_CODE } from '../../../shares/share-code.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import type { View } from '../frame/view.ts';
import type { Row } from '../overview/read-overview.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Definition } from '../parts/definition.tsx';
import { ChannelName } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import { ShortLink } from '../parts/short-link.tsx';

interface PlacementsOf {
  view: View;
  rows: Row[];
  links: Link[];
  publicUrl: string;
}

export function Placements({ view, rows: found, links, publicUrl }: PlacementsOf) {
  const { words, format } = view;
  const { placements } = words.contents;
  const rows = found.flatMap(({ linkId, mark, clicks }) => {
    const link = links.find(({ id }) => id === linkId);
    return link && mark !== UNKNOWN_CODE ? [{ link, mark: String(mark), clicks }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Section id="placements" head={placements.head} notes={[placements.note]}>
      <table role="table" class="fold tn mk">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {placements.link}
            </th>
            <th role="columnheader" scope="col">
              <span class="vh">{words.contents.links.copy}</span>
            </th>
            <th role="columnheader" scope="col" class="n">
              <Definition view={view} measure="clicks" />
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ link, mark, clicks }) => {
            const url = shortUrl(publicUrl, link);
            return (
              <tr role="row">
                <th role="rowheader" scope="row">
                  <ShortLink url={url} mark={mark} />
                  <span class="sub">
                    <ChannelName view={view} channel={link.channel} />
                  </span>
                </th>
                <td role="cell">
                  <CopyButton view={view} text={`${url}.${mark}`} label={placements.copyOf(mark)} isIcon />
                </td>
                <td role="cell" class="n big">
                  {format.number(clicks)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}
