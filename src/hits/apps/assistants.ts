/** Assistants that answer with links. */
import type { AppEntry } from './app-entry.ts';

export const AI_ASSISTANTS = {
  chatgpt: {
    label: { en: 'ChatGPT' },
    channels: [],
    referrers: [{ hosts: ['chatgpt.com', 'chat.openai.com'], packages: ['com.openai.chatgpt'] }],
  },
  claude: {
    label: { en: 'Claude' },
    channels: [],
    referrers: [{ hosts: ['claude.ai'], packages: ['com.anthropic.claude'] }],
  },
  gemini: {
    label: { en: 'Gemini' },
    channels: [],
    referrers: [{ hosts: ['gemini.google.com'], packages: ['com.google.android.apps.bard'] }],
  },
  copilot: {
    label: { en: 'Copilot' },
    channels: [],
    inApp: /\bCopilotSapphire\//,
    referrers: [{ hosts: ['copilot.microsoft.com'], packages: ['com.microsoft.copilot'] }],
  },
  perplexity: {
    label: { en: 'Perplexity' },
    channels: [],
    referrers: [{ hosts: ['www.perplexity.ai'], packages: ['ai.perplexity.app.android'] }],
  },
  grok: {
    label: { en: 'Grok' },
    channels: [],
    inApp: /\bGrokApp\//,
    referrers: [{ hosts: ['grok.com'], packages: ['ai.x.grok'] }],
  },
  deepseek: {
    label: { en: 'DeepSeek' },
    channels: [],
    referrers: [{ hosts: ['chat.deepseek.com'], packages: ['com.deepseek.chat'] }],
  },
  kimi: {
    label: { en: 'Kimi' },
    channels: [],
    inApp: /\bKimi\/\d/,
    referrers: [{ hosts: ['www.kimi.com', 'kimi.moonshot.cn'], packages: ['com.moonshot.kimichat'] }],
  },
  yuanbao: {
    label: { en: 'Yuanbao' },
    channels: [],
    inApp: /\bYuanBao\/\d/,
    referrers: [{ hosts: ['yuanbao.tencent.com'], packages: ['com.tencent.hunyuan.app.chat'] }],
  },
  doubao: {
    label: { en: 'Doubao' },
    channels: [],
    inApp: /\b(?:Samantha)?Doubao\/\d/,
    referrers: [{ hosts: ['www.doubao.com'], packages: ['com.larus.nova'] }],
  },
  cici: {
    label: { en: 'Cici' },
    channels: [],
    inApp: /\bCici[_/]\d/,
    referrers: [{ hosts: ['www.ciciai.com'], packages: ['com.larus.wolf'] }],
  },
  genspark: {
    label: { en: 'Genspark' },
    channels: [],
    inApp: /\bgenspark_\w+/,
    referrers: [{ hosts: ['www.genspark.ai'], packages: ['ai.mainfunc.genspark'] }],
  },
} as const satisfies Record<string, AppEntry>;
