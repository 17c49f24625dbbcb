/** People with browsers that hardly anybody knows: text browsers, old systems, servers of many desktops. Hand-written. */
import type { Group } from '../row.ts';

const ISBOT = 'https://github.com/omrilotan/isbot/blob/main/fixtures/browsers.yml';
const UA_PARSER = 'https://github.com/faisalman/ua-parser-js/tree/master/test/data/ua';
const DEVICE_DETECTOR = 'https://github.com/matomo-org/device-detector/tree/master/Tests/fixtures';

const people = (source: string, ...agents: string[]): Group => ({ kind: 'click', app: null, source, agents });

export const OLD_BROWSERS: Group[] = [
  people(
    UA_PARSER,
    'Dillo/3.1.0',
    'w3m/0.5.1',
    'w3m/0.5.3+debian-19',
    'Lynx/2.8.5dev.16 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/0.9.6b',
    'ELinks/0.12~pre5-4 (textmode; Debian; Linux 3.2.0-4-amd64 x86_64 192x47-2)',
    'Links (2.29; NetBSD 10.0 i386; GNU C 10.5; x)',
    'NetSurf/3.10 (Linux; Arch Linux)',
    'iCab/2.9.5 (Macintosh; U; PPC; Mac OS X)',
    'NCSA_Mosaic/2.6 (X11; SunOS 4.1.3 sun4m)',
    'Mozilla/5.0 (Windows Server 2012 R2 Standard; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.5975.80 Safari/537.36',
    'Mozilla/5.0 (PlayStation 5/SmartTV) AppleWebKit/605.1.15 (KHTML, like Gecko)',
    'Mozilla/4.0 (compatible; Linux 2.6.22) NetFront/3.4 Kindle/2.5 (screen 600x800; rotate)',
    'Mozilla/5.0 (Nintendo 3DS; U; ; en) Version/1.7610.EU',
    'Mozilla/5.0 (compatible; Konqueror/4.5; FreeBSD) KHTML/4.5.4 (like Gecko)',
    'LG/KU990i/v10a Browser/Obigo-Q05A/3.6 MMS/LG-MMS-V1.0/1.2 Java/ASVM/1.0 Profile/MIDP-2.0 Configuration/CLDC-1.1',
  ),
  people(
    ISBOT,
    'Mozilla/5.0 (compatible; U; Webpositive/533.4; Haiku) AppleWebkit/533.4 (KHTML, like gecko) Chrome/5.0.375.55 Safari/533.4',
    'Mozilla/5.0 (compatible; IBrowse 3.0; AmigaOS4.0)',
    'IBrowse/2.5.5 (Amiga; MorphOS 3.16; Build 25.99 68K)',
    'AmigaVoyager/3.4.4 (MorphOS/PPC native)',
    'Nokia3110c/2.0 (07.21) Profile/MIDP-2.0 Configuration/CLDC-1.1 Novarra-Vision/8.0',
  ),
  people(
    DEVICE_DETECTOR,
    'Mozilla/5.0 (compatible; MSIE 9.0; Windows Phone OS 7.5; Trident/5.0; IEMobile/9.0; HTC; Radar 4G)',
    'SonyEricssonU10/R1x Browser/NetFront/3.5 Profile/MIDP-2.1 Configuration/CLDC-1.1 JavaPlatform/JP-8.5',
    'UCWEB/2.0 (MIDP-2.0; U; Adr 7.1.1; en-US; GM_5_d) U2/1.0.0 UCBrowser/9.8.0.534 U2/1.0.0 Mobile',
    'dv(iPh15,5);pr(UCBrowser/16.4.5.2310);ov(17_5_1);ss(430x932);bt(UC);pm(0);bv(0);nm(0);im(0);nt(1);',
    'Karbonn K595 WAP-Browser/1.0.0',
    'Opera/9.80 (Linux armv7l; Opera TV Store/4563; U; (BDPlayer; BDP7G/1.0; like Gecko; Opera/10.30)(avdn/sony.bdp.2012;avui/tv;avrt/html5;avvp/ssl;avst/on;avkb/mc,B:27); en) Presto/2.10.250 Version/11.60',
    'Mozilla/5.0 (Linux GoogleTV 3.2 asus_google_cube Build/MASTER) AppleWebKit/534.24 (KHTML, like Gecko) Chrome/11.0.696.77 Safari/534.24',
    'Mozilla/5.0 (SmartHub; SMART-TV; U; Linux/SmartTV; Maple2012)',
    'Zeasn/2.0 NETTV/4.5.0 Mozilla/5.0 (Linux;CE-HTML/1.0;U;en), Chrome/49.0.2623.87 Safari/537.36 AppleWebKit 537.36 (KHTML, like Gecko) Tbrowser/2.0, _TV_UNKONWN/V8-S586T05-LF1V020 (HITACHI,50P65US,wired)',
    'HbbTV/1.5.1 (+DRM;Samsung;SmartTV2021:UAU7000;T-KSU2EDEUC-1506.0;KantSU2e;urn:samsungtv:familyname:21_KANTSU2E_UHD_BASIC:2021;) Tizen/6.0 (+TVPLUS+SmartHubLink) Chrome/76 LaTivu_1.0.1_2021 RVID/17',
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/4.0; QQDownload 691; SLCC2; .NET CLR 2.0.50727; .NET CLR 3.5.30729; .NET CLR 3.0.30729; MALC)',
    'Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/44.0.2403.157 Torrent/44.0.1.3 Safari/537.36',
  ),
];
