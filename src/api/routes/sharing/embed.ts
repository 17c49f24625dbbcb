/** Share buttons of a content, as HTML to paste into a page. */
import { createRoute, z } from '@hono/zod-openapi';
import { CHANNEL_NAMES } from '../../../channels/registry.ts';
import { contentEmbed } from '../../../embed/content-embed.ts';
import { LOOKS } from '../../../embed/embed-html.ts';
import { LANGUAGES } from '../../../language.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import { secured } from '../../http/auth.ts';
import { apiRoute } from '../../http/route.ts';
import { Channel } from '../../schemas/enums.ts';
import { optional } from '../../schemas/fields.ts';
import { valueList } from '../../schemas/hit-filters.ts';
import { contentParams, json, namedParameter, problems, values } from '../../schemas/shapes.ts';

/** A publishable key, which anybody may read in the page. */
const PAGE_KEY = /^pk_[\w-]{1,200}$/;

const EmbedQuery = z.strictObject({
  channel: valueList.pipe(z.array(Channel).max(CHANNEL_NAMES.length)).openapi({
    ...namedParameter('ShownChannels'),
    ...values('Channel'),
    description:
      'Channels to show, in this order; several are comma-separated or repeated. By default those for which the content has links, and the share menu of the device.',
  }),
  look: z.enum(LOOKS).default('buttons').openapi({
    description:
      '`buttons`: one button with the name of each channel. `icons`: an icon above each name. `menu`: one button that opens the share sheet of a phone, elsewhere a list.',
  }),
  lang: z.enum(LANGUAGES).default('en').openapi({ description: 'Language of the buttons.' }),
  key: optional(z.string().refine((text) => PAGE_KEY.test(text), 'Must be a key for pages.')).openapi({
    description: 'A key for pages. With it, the buttons report what is copied and shared in the page itself.',
  }),
  copiedText: z
    .enum(['true', 'false'])
    .default('false')
    .openapi({ description: 'Whether a passage that a reader copies gets the short link added.' }),
});

const EmbedBody = z
  .object({
    html: z.string().openapi({
      description: 'An element with plain links, which work without the script, and the script.',
    }),
  })
  .openapi('Embed', { description: 'Share buttons as HTML.' });

export const embedRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/contents/{id}/embed',
      operationId: 'getContentEmbed',
      tags: ['Contents'],
      summary: 'Get the share buttons of a content as HTML',
      description: 'Ready to paste into a page. Nothing is created or changed.',
      ...secured('links:read'),
      request: { params: contentParams, query: EmbedQuery },
      responses: { 200: json(EmbedBody, 'The HTML.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const { channel, look, lang, key = null, copiedText } = c.req.valid('query');
      const content = await showContent(deps, c.req.valid('param').id);
      const html = await contentEmbed(deps, content, {
        channels: channel.length > 0 ? [...new Set(channel)] : null,
        look,
        language: lang,
        key,
        copiedText: copiedText === 'true',
      });
      return c.json({ html }, 200);
    },
  ),
] as const;
