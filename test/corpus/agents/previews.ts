/**
 * Preview fetchers, hand-written. If a source shows a form with the address of an instance, the row has an example.
 */
import type { Group } from '../row.ts';

const MATOMO = 'https://github.com/matomo-org/device-detector/blob/master/Tests/fixtures/bots.yml';
const UA_PARSER = 'https://github.com/faisalman/ua-parser-js/blob/master/test/data/ua/extension/fetcher.json';
const META = 'https://developers.facebook.com/docs/sharing/webmasters/web-crawlers/';

const preview = (app: string | null, source: string, ...agents: string[]): Group => ({
  kind: 'preview',
  app,
  source,
  agents,
});

export const PREVIEW_FETCHERS: Group[] = [
  preview(
    'slack',
    'https://api.slack.com/robots',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Slackbot 1.0 (+https://api.slack.com/robots)',
  ),
  preview('whatsapp', UA_PARSER, 'WhatsApp/2.23.20.0'),
  preview('signal', 'https://github.com/flyerhq/flutter_link_previewer/pull/43', 'WhatsApp/2'),
  preview(
    'imessage',
    'https://medium.com/@siggi/apples-imessage-impersonates-twitter-facebook-bots-when-scraping-cef85b2cbb7d',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
  ),
  preview('telegram', UA_PARSER, 'TelegramBot (like TwitterBot)'),
  preview(
    'teams',
    UA_PARSER,
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
  ),
  preview(
    'meta',
    META,
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'facebookexternalhit/1.1',
    'facebookcatalog/1.0',
  ),
  preview(
    'linkedin',
    'https://gist.github.com/Paratron/8676518',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Jakarta Commons-HttpClient/3.1 +http://www.linkedin.com)',
  ),
  preview(
    'linkedin',
    'https://gist.github.com/graysuit/853116f0bda96e5ac18afd107f340376',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  ),
  preview(
    'pinterest',
    'https://gist.github.com/cr0hn/ff254d47376f752795d3',
    'Pinterest/0.1 +http://pinterest.com/',
  ),
  preview(
    'bluesky',
    UA_PARSER,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app) Chrome/100.0.0.0 Safari/537.36',
  ),
  preview(
    'mastodon',
    'https://github.com/javahippie/javahippie.net/blob/main/_posts/2022-12-08-clickbait.md',
    'http.rb/5.1.0 (Mastodon/4.0.2; +https://freiburg.social/) Bot',
  ),
  preview(
    'mastodon',
    MATOMO,
    'http.rb/2.2.2 (Mastodon/1.6.1; +https://mathtod.online/)',
    'http.rb/3.2.0 (Mastodon/2.4.3; +https://uwu.social/)',
  ),
  preview(
    'pleroma',
    'https://git.pleroma.social/pleroma/pleroma/-/blob/develop/lib/pleroma/application.ex',
    'Pleroma 2.5.1; https://pleroma.example <admin@pleroma.example>',
    'Pleroma 2.7.0; https://social.example <>; Bot',
  ),
  preview(
    'snapchat',
    'https://developers.snap.com/robots',
    'Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots',
  ),
  preview('viber', MATOMO, 'ViberUrlDownloader'),
  preview('line', 'https://developers.line.biz/en/faq/', 'facebookexternalhit/1.1;line-poker/1.0'),
  preview(
    'kakaotalk',
    'https://devtalk.kakao.com/t/scrap/33984',
    'facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984',
  ),
  preview(
    'rocketchat',
    'https://github.com/RocketChat/Rocket.Chat/blob/develop/apps/meteor/app/oembed/server/server.ts',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2227.0 Safari/537.36 Rocket.Chat/6.4.7',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2227.0 Safari/537.36 Rocket.Chat/7.0.0',
  ),
  preview(
    'zulip',
    'https://github.com/zulip/zulip/blob/main/zerver/lib/url_preview/preview.py',
    'Mozilla/5.0 (compatible; ZulipURLPreview/9.4; +https://zulip.example)',
    'Mozilla/5.0 (compatible; ZulipURLPreview/10.0-dev+git; +https://chat.example)',
  ),
  preview('matrix', MATOMO, 'Synapse (bot; +https://github.com/matrix-org/synapse)'),
  preview(
    'google',
    'https://gist.github.com/Paratron/8676518',
    'Mozilla/5.0 (Windows NT 6.1; rv:6.0) Gecko/20110814 Firefox/6.0 Google (+https://developers.google.com/+/web/snippet/)',
  ),
  preview(
    'google',
    MATOMO,
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/56.0.2924.87 Safari/537.36 Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)',
  ),
  preview('iframely', UA_PARSER, 'Iframely/1.3.1 (+https://iframely.com/docs/about)'),
  preview(
    'tumblr',
    'https://gist.github.com/graysuit/853116f0bda96e5ac18afd107f340376',
    'Tumblr/14.0.835.186',
  ),
  preview(
    'nextcloud',
    'https://github.com/nextcloud/server/blob/master/lib/private/Http/Client/Client.php',
    'Nextcloud Server Crawler',
    'Nextcloud-Server-Crawler/33.0.0',
  ),
  preview(
    'bing',
    UA_PARSER,
    'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b',
  ),
  preview(
    'bing',
    MATOMO,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview) Chrome/100.0.4896.127 Safari/537.36',
  ),
  preview(
    'yahoo',
    'https://help.yahoo.com/kb/mail/yahoo-link-preview-SLN23615.html',
    'Mozilla/5.0 (compatible; Yahoo Link Preview; https://help.yahoo.com/kb/mail/yahoo-link-preview-SLN23615.html)',
  ),
  preview(
    'mattermost',
    'https://github.com/mattermost/mattermost/blob/master/services/httpservice/client.go',
    'Mattermost-Bot/1.1',
  ),
  preview(
    null,
    UA_PARSER,
    'BufferLinkPreviewBot/1.0 (+https://scraper.buffer.com/about/bots/link-preview-bot)',
  ),
  preview(null, 'https://gist.github.com/Paratron/8676518', 'XING-contenttabreceiver/2.0'),
];
