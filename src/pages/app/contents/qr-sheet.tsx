/** A content's QR code with its short address under it, on one sheet of paper. */
import type { Content } from '../../../links/contents/content.ts';
import type { Link } from '../../../links/link.ts';
import { QR_FORMATS } from '../../../qr/draw-qr.ts';
import type { QrDesign } from '../../../qr/qr-design.ts';
import { type LogoProblem, MAX_LOGO_BYTES, MAX_LOGO_SIDE } from '../../../qr/read-logo.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { ContentCrumb } from '../parts/content-crumb.tsx';
import { Address, Title } from '../parts/names.tsx';
import type { ColorProblem, Colors } from './qr-design.ts';
import { QrDownloads, qrPath } from './qr-popover.tsx';

export interface QrSheetOf {
  view: View;
  content: Content;
  link: Link | null;
  publicUrl: string;
  mayMake: boolean;
  design: QrDesign;
  typed: Colors;
  problem: ColorProblem | null;
  logoProblem: LogoProblem | null;
  /** The code with its logo as a `data:` URL; null without a logo, where the picture has an address of its own. */
  picture: string | null;
}

export function QrSheet(sheet: QrSheetOf) {
  const { view, content, link, mayMake, design } = sheet;
  const { words } = view;
  const { qr } = words;
  return (
    <div class="wrap qr-page">
      <ContentCrumb view={view} content={content} />
      <div class="answer">
        <h1>{qr.title}</h1>
        <p class="sample">{qr.note}</p>
      </div>
      {link === null ? (
        <Missing view={view} content={content} mayMake={mayMake} />
      ) : (
        <div class="qr-two">
          <Sheet {...sheet} link={link} />
          <div class="qr-side">
            <p class="row">
              <button class="btn primary" type="button" hidden data-print="">
                {qr.print}
              </button>
            </p>
            <p class="note">{qr.printNote}</p>
            <DesignForm {...sheet} />
            {design.logo === null ? <QrDownloads link={link} colors={design} /> : null}
          </div>
        </div>
      )}
    </div>
  );
}

type SheetOf = Pick<QrSheetOf, 'view' | 'content' | 'design' | 'publicUrl' | 'picture'> & { link: Link };

function Sheet({ view, content, link, design, publicUrl, picture }: SheetOf) {
  const address = shortUrl(publicUrl, link).replace(/^https?:\/\//, '');
  return (
    <figure class="sheet">
      <p class="sheet-title">
        <Title title={content.title} url={content.url} />
      </p>
      <img
        src={picture ?? qrPath(link, 'svg', design)}
        alt={view.words.qr.alt(address)}
        width="320"
        height="320"
      />
      <figcaption>
        <Address text={address} />
      </figcaption>
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

type FormOf = Pick<QrSheetOf, 'view' | 'content' | 'typed' | 'problem' | 'design' | 'logoProblem'>;

function DesignForm({ view, content, typed, problem, design: { logo }, logoProblem }: FormOf) {
  const { qr } = view.words;
  const names = { color: qr.color, background: qr.background };
  return (
    <form
      class="qr-design"
      method="post"
      action={view.to(`/app/contents/${content.id}/qr/design`)}
      enctype="multipart/form-data"
    >
      {(['color', 'background'] as const).map((field) => {
        const isWrong = problem?.field === field;
        return (
          <div class="field">
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
            {isWrong ? (
              <p class="err" id="qr-problem" role="alert">
                {qr.problems[problem.kind]}
              </p>
            ) : null}
          </div>
        );
      })}
      <div class="field">
        <label for="qr-logo">{qr.logo}</label>
        <input
          id="qr-logo"
          name="logo"
          type="file"
          accept="image/png"
          aria-invalid={logoProblem === null ? undefined : 'true'}
          aria-describedby={logoProblem === null ? 'qr-logo-note' : 'qr-logo-problem qr-logo-note'}
        />
        {logoProblem === null ? null : (
          <p class="err" id="qr-logo-problem" role="alert">
            {qr.logoProblems[logoProblem]}
          </p>
        )}
        <p class="hint" id="qr-logo-note">
          {logo === null ? qr.logoNote(MAX_LOGO_SIDE, Math.floor(MAX_LOGO_BYTES / 1_000)) : qr.keptLogo}
        </p>
        {logo === null ? null : <input type="hidden" name="kept" value={logo.url} />}
      </div>
      <p class="row">
        <button class="btn" type="submit">
          {qr.apply}
        </button>
        {logo === null ? null : (
          <button class="btn" type="submit" name="remove" value="1">
            {qr.removeLogo}
          </button>
        )}
      </p>
      {logo === null ? null : (
        <p class="row">
          {QR_FORMATS.toReversed().map((format) => (
            <button class="btn" type="submit" name="format" value={format}>
              {format.toUpperCase()}
            </button>
          ))}
        </p>
      )}
    </form>
  );
}
