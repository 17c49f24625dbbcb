/** How to begin from where one is: a bookmark for the browser, and the phone's share menu. */
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Section } from '../parts/section.tsx';

/**
 * The code of the bookmark. It opens a page of this server in a new tab, and puts nothing into the page where it is used, so
 * that no policy of that page stands in its way. What the page says of itself comes along, and need not be requested.
 */
export function bookmarklet(origin: string): string {
  const code = `(()=>{const m=(...n)=>{for(const k of n){const e=document.querySelector('meta[property="'+k+'"],meta[name="'+k+'"]');if(e&&e.content)return e.content}return''};
const q=new URLSearchParams({url:location.href,title:(m('og:title')||document.title).slice(0,300),description:m('og:description','description').slice(0,1000),image:m('og:image').slice(0,2000)});
open('${origin}/app/new?'+q)})()`;
  return `javascript:${encodeURIComponent(code.replaceAll('\n', ''))}`;
}

export function BrowserPage({ view, origin }: { view: View; origin: string }) {
  const { words, to } = view;
  const { begin } = words.make;
  const address = bookmarklet(origin);
  return (
    <div class="wrap">
      <div class="answer">
        <h1>{begin.title}</h1>
        <p class="sample">{begin.note}</p>
      </div>
      <Section id="bookmark" head={begin.bookmark} notes={[begin.bookmarkNote]} isFirst>
        <p class="row drag">
          <a class="btn primary" href={address} data-bookmark={begin.dragged}>
            <Icon name="bookmark" />
            {begin.name}
          </a>
          <CopyButton view={view} text={address} label={begin.copy} isNamed />
        </p>
        <ol class="how">
          {begin.steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
      </Section>
      <Section id="phone" head={begin.phone} notes={[begin.phoneNote]}>
        <ol class="how">
          {begin.phoneSteps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <p>
          <a href={to('/app/new')}>{begin.back}</a>
        </p>
      </Section>
    </div>
  );
}
