/** What SES calls a provider that it cannot name. */
export const unknownProvider = "UNKNOWN_ISP";

/** The domains that providers give mailboxes under. What companies have there under domains of their own, only their servers would tell. */
const domainsOf: Readonly<Record<string, string>> = {
  Gmail: "gmail.com googlemail.com",
  Yahoo:
    "yahoo.com yahoo.ca yahoo.co.id yahoo.co.in yahoo.co.nz yahoo.co.uk yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.hk yahoo.com.mx yahoo.com.sg yahoo.com.tw yahoo.de yahoo.es yahoo.fr yahoo.ie yahoo.in yahoo.it ymail.com rocketmail.com",
  AOL: "aol.com aol.co.uk aol.de aol.fr aim.com",
  Hotmail:
    "hotmail.com hotmail.be hotmail.ca hotmail.co.jp hotmail.co.uk hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hotmail.se live.com live.be live.ca live.co.uk live.com.au live.com.mx live.de live.dk live.fr live.it live.nl live.se msn.com outlook.com outlook.com.br outlook.de outlook.es outlook.fr outlook.it outlook.jp passport.com",
  iCloud: "icloud.com me.com mac.com",
  Comcast: "comcast.net",
  "AT&T":
    "att.net bellsouth.net sbcglobal.net pacbell.net ameritech.net swbell.net flash.net nvbell.net prodigy.net snet.net",
  Cox: "cox.net",
  Charter: "charter.net",
  Verizon: "verizon.net",
  GMX: "gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.fr",
  "WEB.DE": "web.de",
  "T-Online": "t-online.de magenta.de",
  Freenet: "freenet.de",
  Orange: "orange.fr wanadoo.fr",
  Free: "free.fr",
  "La Poste": "laposte.net",
  SFR: "sfr.fr neuf.fr",
  Libero: "libero.it virgilio.it",
  BT: "btinternet.com btopenworld.com",
  Sky: "sky.com",
  Ziggo: "ziggo.nl",
  KPN: "kpnmail.nl planet.nl",
  "Yahoo! Japan": "yahoo.co.jp ymail.ne.jp",
  Docomo: "docomo.ne.jp",
  QQ: "qq.com foxmail.com",
  NetEase: "163.com 126.com yeah.net",
  Naver: "naver.com",
  "Mail.ru": "mail.ru bk.ru inbox.ru list.ru internet.ru",
  Yandex: "yandex.ru yandex.com ya.ru",
  UOL: "uol.com.br bol.com.br",
  Terra: "terra.com.br",
  Proton: "proton.me protonmail.com protonmail.ch pm.me",
  Fastmail: "fastmail.com fastmail.fm",
  Zoho: "zoho.com zohomail.com",
};

const byDomain = new Map(
  Object.entries(domainsOf).flatMap(([provider, domains]) =>
    domains.split(" ").map((domain) => [domain, provider] as const),
  ),
);

/** What SES calls a recipient's ISP, as far as the domain of the address tells. */
export function mailboxProviderOf(address: string): string {
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return byDomain.get(domain) ?? unknownProvider;
}
