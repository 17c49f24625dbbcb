/** People in the browsers of assistants, readers, apps for everything and office programs, hand-written. */
import type { Group } from '../row.ts';

const APPS =
  'https://github.com/matomo-org/device-detector/blob/master/Tests/Parser/Client/fixtures/mobile_app.yml';
const DESKTOPS = 'https://github.com/matomo-org/device-detector/blob/master/Tests/fixtures/desktop.yml';
const ISBOT = 'https://github.com/omrilotan/isbot/blob/main/fixtures/browsers.yml';

const people = (app: string, source: string, ...agents: string[]): Group => ({
  kind: 'click',
  app,
  source,
  agents,
});

export const NEW_APPS: Group[] = [
  people(
    'grok',
    APPS,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.7.8 Mobile/15E148 Safari/604.1 GrokApp/1.3.92',
  ),
  people(
    'yuanbao',
    APPS,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 YuanBao/2.77.0 app_version/2.77.0.41 app_lang/zh-CN app_theme/light app_font_size_level/2 web_sdk/1',
  ),
  people(
    'genspark',
    APPS,
    'Mozilla/5.0 (Linux; Android 15; SM-S918W Build/AP3A.240905.015.A2; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/139.0.7258.158 Mobile Safari/537.36 genspark_flutter genspark_android PushAppearanceStyle',
  ),
  people(
    'doubao',
    'https://github.com/matomo-org/device-detector/blob/master/Tests/Parser/Client/fixtures/browser.yml',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.0.0 Safari/537.36 SamanthaDoubao/1.37.6',
  ),
  people(
    'googlenews',
    APPS,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/605.1.15 GNews iOS/5.104.2200',
  ),
  people(
    'office',
    ISBOT,
    'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
    'Microsoft Office/16.0 (Windows NT 10.0; Microsoft PowerPoint 16.0.10325; Pro)',
  ),
  people(
    'office',
    APPS,
    'Microsoft Office Existence Discovery',
    'Word/15.22.506 (Mac OS/10.11.5; Desktop; en-US; NonAppStore; Apple/MacBookAir7,1)',
  ),
  people(
    'office',
    DESKTOPS,
    'Microsoft Office/14.0 (Windows NT 6.1; Microsoft Outlook 14.0.6106; Pro; ms-office; MSOffice 14)',
    'Microsoft Office Excel/16.46.212 (Mac OS/11.2.2; Desktop; es-MX; AppStore; Apple/Macmini9,1)',
  ),
];
