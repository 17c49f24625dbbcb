import type { Content } from '../../../links/contents/content.ts';
import type { View } from '../frame/view.ts';
import { Title } from './names.tsx';

/** The way back from a page of a content to the content. */
export function ContentCrumb({ view, content: { id, title, url } }: { view: View; content: Content }) {
  return (
    <div class="controls">
      <p class="crumb">
        <a href={view.to(`/app/contents/${id}`)}>
          <Title title={title} url={url} />
        </a>
      </p>
    </div>
  );
}
