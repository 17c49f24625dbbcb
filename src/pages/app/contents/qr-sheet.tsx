/** A content's QR code with its short address under it, on one sheet of paper. */
import type { Content } from '../../../links/contents/content.ts';
import type { Link } from '../../../links/link.ts';
import type { QrDesign } from '../../../qr/qr-design.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { ContentCrumb } from '../parts/content-crumb.tsx';
import { Title } from '../parts/names.tsx';
import { QrDownloads, qrPath } from './qr-popover.tsx';

/** What is wrong with a color that the member chose. */
export interface SheetProblem {
  field: 'color' | 'background';
  kind: 'unknown' | 'contrast';
}

interface QrSheetOf {
  view: View;
  content: Content;
  link: Link | null;
  publicUrl: string;
  mayMake: boolean;
  design: QrDesign;
  typed: { color: string; background: string };
  problem: SheetProblem | null;
}

export function QrSheet({ view, content, link, publicUrl, mayMake, design, typed, problem }: QrSheetOf) {
  const { words } = view;
  const { qr } = words;
  return (
    <div class="wrap qr-page">
      <ContentCrumb view={view} content={content} />
      <div class="answer">
        <h1>{qr.title}</h1>
        <p class="say small">{qr.note}</p>
      </div>
      {link === null ? (
        <Missing view={view} content={content} mayMake={mayMake} />
      ) : (
        <div class="qr-two">
          <Sheet view={view} content={content} link={link} design={design} publicUrl={publicUrl} />
          <div class="qr-side">
            <p class="row">
              <button class="btn primary" type="button" hidden data-print="">
                {qr.print}
              </button>
            </p>
            <p class="note">{qr.printNote}</p>
            <QrDownloads link={link} colors={design} />
            <Colors view={view} content={content} typed={typed} problem={problem} />
          </div>
        </div>
      )}
    </div>
  );
}

type SheetOf = Pick<QrSheetOf, 'view' | 'content' | 'design' | 'publicUrl'> & { link: Link };

function Sheet({ view, content, link, design, publicUrl }: SheetOf) {
  const address = shortUrl(publicUrl, link).replace(/^https?:\/\//, '');
  return (
    <figure class="sheet">
      <p class="sheet-title">
        <Title title={content.title} url={content.url} />
      </p>
      <img src={qrPath(link, 'svg', design)} alt={view.words.qr.alt(address)} width="320" height="320" />
      <figcaption>{address}</figcaption>
    </figure>
  );
}

function Missing({ view, content, mayMake }: Pick<QrSheetOf, 'view' | 'content' | 'mayMake'>) {
  const { qr } = view.words;
  if (!mayMake) return <p class="note">{qr.missing}</p>;
  return (
    <form method="post" action={view.to(`/app/contents/${content.id}/qr`)}>
      <p class="note">{qr.missing}</p>
      <button class="btn primary" type="submit">
        <Icon name="qr" />
        {qr.make}
      </button>
    </form>
  );
}

function Colors({
  view,
  content,
  typed,
  problem,
}: Pick<QrSheetOf, 'view' | 'content' | 'typed' | 'problem'>) {
  const { qr } = view.words;
  const names = { color: qr.color, background: qr.background };
  return (
    <form class="qr-colors" method="get" action={`/app/contents/${content.id}/qr`}>
      {(['color', 'background'] as const).map((field) => {
        const isWrong = problem?.field === field;
        return (
          <p class="field">
            <label for={`qr-${field}`}>{names[field]}</label>
            <input
              id={`qr-${field}`}
              name={field}
              type="text"
              value={typed[field]}
              maxlength={7}
              spellcheck={false}
              autocomplete="off"
              aria-invalid={isWrong ? 'true' : undefined}
              aria-describedby={isWrong ? 'qr-problem' : undefined}
            />
          </p>
        );
      })}
      {problem === null ? null : (
        <p class="problem" id="qr-problem" role="alert">
          {qr.problems[problem.kind]}
        </p>
      )}
      <button class="btn" type="submit">
        {qr.apply}
      </button>
    </form>
  );
}
