"""The mail servers of the big providers, by the domain of an address."""

from dataclasses import dataclass

from tools.email.sources.connecting import Server


@dataclass(frozen=True, slots=True)
class KnownServers:
    """A provider's servers; `note` is what its users have to know before they connect."""

    provider: str
    imap: Server
    smtp: Server
    note: str = ""


def _servers(provider: str, imap: str, smtp: str, note: str = "", *, smtp_tls: bool = False) -> KnownServers:
    sending = Server(smtp, 465, "tls") if smtp_tls else Server(smtp, 587, "starttls")
    return KnownServers(provider, Server(imap, 993, "tls"), sending, note)


_APP_PASSWORD = "Make an app password in the account's security settings and use it here."
_SWITCH_ON = "IMAP has to be switched on in the webmail's settings first."
_NO_PASSWORDS = "Microsoft takes no passwords over IMAP from most accounts any more; forward the mail, or upload it."

_GMAIL = _servers(
    "Gmail", "imap.gmail.com", "smtp.gmail.com", f"Better connected with Google. Over IMAP: {_APP_PASSWORD}"
)
_OUTLOOK = _servers("Outlook", "outlook.office365.com", "smtp.office365.com", _NO_PASSWORDS)
_YAHOO = _servers("Yahoo", "imap.mail.yahoo.com", "smtp.mail.yahoo.com", _APP_PASSWORD, smtp_tls=True)
_AOL = _servers("AOL", "imap.aol.com", "smtp.aol.com", _APP_PASSWORD, smtp_tls=True)
_ICLOUD = _servers("iCloud", "imap.mail.me.com", "smtp.mail.me.com", _APP_PASSWORD)
_FASTMAIL = _servers("Fastmail", "imap.fastmail.com", "smtp.fastmail.com", _APP_PASSWORD, smtp_tls=True)
_GMX = _servers("GMX", "imap.gmx.net", "mail.gmx.net", _SWITCH_ON)
_GMX_COM = _servers("GMX", "imap.gmx.com", "mail.gmx.com", _SWITCH_ON)
_WEB_DE = _servers("WEB.DE", "imap.web.de", "smtp.web.de", _SWITCH_ON)
_ZOHO = _servers("Zoho", "imap.zoho.com", "smtp.zoho.com", f"{_SWITCH_ON} {_APP_PASSWORD}", smtp_tls=True)
_ZOHO_EU = _servers("Zoho", "imap.zoho.eu", "smtp.zoho.eu", f"{_SWITCH_ON} {_APP_PASSWORD}", smtp_tls=True)
_POSTEO = _servers("Posteo", "posteo.de", "posteo.de", smtp_tls=True)
_MAILBOX = _servers("mailbox.org", "imap.mailbox.org", "smtp.mailbox.org", smtp_tls=True)
_T_ONLINE = _servers(
    "T-Online", "secureimap.t-online.de", "securesmtp.t-online.de", "Needs the password for mail programs.",
    smtp_tls=True,
)  # fmt: skip
_FREENET = _servers("freenet", "mx.freenet.de", "mx.freenet.de")
_ORANGE = _servers("Orange", "imap.orange.fr", "smtp.orange.fr", smtp_tls=True)
_FREE = _servers("Free", "imap.free.fr", "smtp.free.fr", smtp_tls=True)
_LIBERO = _servers("Libero", "imapmail.libero.it", "smtp.libero.it", smtp_tls=True)
_ONET = _servers("Onet", "imap.poczta.onet.pl", "smtp.poczta.onet.pl", _SWITCH_ON, smtp_tls=True)
_WP = _servers("WP", "imap.wp.pl", "smtp.wp.pl", _SWITCH_ON, smtp_tls=True)
_SEZNAM = _servers("Seznam", "imap.seznam.cz", "smtp.seznam.cz", smtp_tls=True)
_YANDEX = _servers("Yandex", "imap.yandex.com", "smtp.yandex.com", f"{_SWITCH_ON} {_APP_PASSWORD}", smtp_tls=True)
_BLUEWIN = _servers("Bluewin", "imaps.bluewin.ch", "smtpauths.bluewin.ch", smtp_tls=True)

_BY_DOMAIN: dict[str, KnownServers] = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), _GMAIL),
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com", "office365.com", "outlook.de",
                     "hotmail.de", "hotmail.fr", "hotmail.co.uk", "live.de", "live.nl", "live.co.uk"), _OUTLOOK),
    **dict.fromkeys(("yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.co.uk", "yahoo.es", "yahoo.it", "ymail.com",
                     "rocketmail.com"), _YAHOO),
    **dict.fromkeys(("aol.com", "aol.de"), _AOL),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), _ICLOUD),
    **dict.fromkeys(("fastmail.com", "fastmail.fm", "fastmail.de", "messagingengine.com"), _FASTMAIL),
    **dict.fromkeys(("gmx.de", "gmx.net", "gmx.at", "gmx.ch"), _GMX),
    **dict.fromkeys(("gmx.com", "gmx.co.uk", "gmx.us", "mail.com"), _GMX_COM),
    "web.de": _WEB_DE,
    **dict.fromkeys(("zoho.com", "zohomail.com"), _ZOHO),
    **dict.fromkeys(("zoho.eu", "zohomail.eu"), _ZOHO_EU),
    **dict.fromkeys(("posteo.de", "posteo.net", "posteo.org", "posteo.eu", "posteo.at", "posteo.ch"), _POSTEO),
    "mailbox.org": _MAILBOX,
    **dict.fromkeys(("t-online.de", "magenta.de"), _T_ONLINE),
    "freenet.de": _FREENET,
    **dict.fromkeys(("orange.fr", "wanadoo.fr"), _ORANGE),
    "free.fr": _FREE,
    "libero.it": _LIBERO,
    **dict.fromkeys(("onet.pl", "op.pl", "poczta.onet.pl", "vp.pl"), _ONET),
    "wp.pl": _WP,
    **dict.fromkeys(("seznam.cz", "email.cz"), _SEZNAM),
    **dict.fromkeys(("yandex.com", "yandex.ru", "ya.ru"), _YANDEX),
    "bluewin.ch": _BLUEWIN,
}  # fmt: skip


def known_servers(address: str) -> KnownServers | None:
    """The servers of an address's provider; None for one that is not known, whose names the person has to give."""
    return _BY_DOMAIN.get(address.rpartition("@")[2].strip().lower())
