"""Words of closed lists in tables, in Danish, Norwegian and English: countries, languages, terms, kinds, yes and no."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from model.intake.headings import fold
from model.kinds import CustomerKind, EntryKind, TermsKind
from model.rules.identifiers import is_cvr, is_orgnr

_SPOKEN = ("da", "nb", "en")
_YES = frozenset("1 x y yes j ja true t sand sann disputed bestridt omtvistet open aaben aapen".split())  # noqa: SIM905
_NO = frozenset("0 n no nej nei false f falsk usand usann none ingen".split())  # noqa: SIM905
_TOTALS = frozenset(map(fold, ("i alt", "total", "totalt", "sum", "subtotal", "grand total", "samlet", "totaler")))
_PEOPLE = {
    CustomerKind.PERSON: "person privat privatperson privatkunde private individual consumer forbruger forbruker b2c p",
    CustomerKind.COMPANY: "company business erhverv erhvervskunde virksomhed firma bedrift selskab corporate b2b c",
    CustomerKind.PUBLIC: "public offentlig offentligkunde kommune stat government b2g",
}
_ENTRIES = {
    EntryKind.INVOICE: "faktura invoice inv fak fakt regning bill salgsfaktura",
    EntryKind.CREDIT_NOTE: "kreditnota kreditfaktura creditnote creditmemo kre krn cn kreditering",
    EntryKind.PAYMENT: "betaling indbetaling innbetaling payment pay receipt bet ocr indbet innbet",
    EntryKind.REMINDER_FEE: "rykkergebyr gebyr purregebyr purring rykker reminderfee reminder fee",
    EntryKind.INTEREST: "rente renter rentenota interest morarente forsinkelsesrente morarenter",
    EntryKind.COMPENSATION: "kompensation kompensasjon kompensationsbeløb standardkompensasjon compensation",
    EntryKind.WRITE_OFF: "afskrivning avskrivning tab tap tapsføring writeoff",
    EntryKind.OPENING: "primo primopost åbningspost åpningspost åpningsbalanse opening openingbalance inngåendesaldo",
    EntryKind.CORRECTION: "korrektion korreksjon correction adjustment justering",
}
_CASH = frozenset(map(fold, ("kontant", "cash", "straks", "omgående", "forud", "forskud", "forskudd", "prepaid")))
_MONTHLY = frozenset(
    map(
        fold,
        ("løbende måned", "lb måned", "lb md", "løb md", "løbende md", "lbm", "lm", "inneværende måned", "netto måned",
         "pr måned", "ultimo", "fri måned", "fri leveringsmåned", "fri levering", "fri lev md", "flm", "end of month",
         "month end", "eom", "fra månedens udgang"),
    )
)  # fmt: skip
_FILLING = re.compile("[0-9]+|dager|dage|days|day|dag|netto|plus")
_NET = frozenset(("", "net", "d", "n", "dg", "frafakturadato", "frominvoicedate", "afterinvoicedate"))
_LONGEST_TERMS = 365
_REMEMBERED = 10_000  # a column repeats a few words


@lru_cache(maxsize=_REMEMBERED)
def yes_or_no(text: str) -> bool | None:
    """Read a yes or a no; an empty cell is a no.

    >>> yes_or_no("Ja"), yes_or_no("No"), yes_or_no(""), yes_or_no("perhaps")
    (True, False, False, None)
    """
    word = fold(text)
    return True if word in _YES else False if word in _NO or not word else None


def is_total(text: str) -> bool:
    """Tell whether a cell names a line of totals.

    >>> is_total("I alt:"), is_total("Total Energy A/S")
    (True, False)
    """
    return fold(text) in _TOTALS


@lru_cache(maxsize=_REMEMBERED)
def country(text: str) -> str | None:
    """Read a country, by its name or its code of two or three letters, as ISO 3166.

    >>> country("Danmark"), country("NO"), country("SWE"), country("391")
    ('DK', 'NO', 'SE', None)
    """
    return _countries().get(fold(text))


@lru_cache(maxsize=_REMEMBERED)
def language(text: str) -> str | None:
    """Read a language as ISO 639; Norwegian is bokmål.

    >>> language("Dansk"), language("no"), language("ENG"), language("?")
    ('da', 'nb', 'en', None)
    """
    code = _languages().get(fold(text))
    return "nb" if code in ("no", "nn") else code


@lru_cache(maxsize=_REMEMBERED)
def terms(text: str) -> tuple[TermsKind, int] | None:
    """Read payment terms.

    >>> terms("14"), terms("Netto 30 dage"), terms("Løbende måned + 30"), terms("Kontant"), terms("K7B")
    ((<TermsKind.NET: 'net'>, 14), (<TermsKind.NET: 'net'>, 30), (<TermsKind.END_OF_MONTH: 'end_of_month'>, 30), \
(<TermsKind.NET: 'net'>, 0), None)
    """
    folded = fold(text)
    figures, words = re.findall("[0-9]+", folded), _FILLING.sub("", folded)
    if len(figures) > 1 or (figures and int(figures[0][:4]) > _LONGEST_TERMS):
        return None
    days = int(figures[0]) if figures else 0
    if words in _MONTHLY:
        return TermsKind.END_OF_MONTH, days
    if words in (_NET if figures else _CASH):
        return TermsKind.NET, days
    return None


def customer_kind(text: str) -> CustomerKind | None:
    """Read who owes.

    >>> customer_kind("Privat"), customer_kind("Kommune")
    (<CustomerKind.PERSON: 'person'>, <CustomerKind.PUBLIC: 'public'>)
    """
    return _people().get(fold(text))


def entry_kind(text: str) -> EntryKind | None:
    """Read what a line of the ledger is.

    >>> entry_kind("Kreditnota"), entry_kind("Indbetaling"), entry_kind("K")
    (<EntryKind.CREDIT_NOTE: 'credit_note'>, <EntryKind.PAYMENT: 'payment'>, None)
    """
    return _entries().get(fold(text))


@lru_cache(maxsize=_REMEMBERED)
def org_number(text: str) -> str | None:
    """Read a Danish or Norwegian company number with or without its country, `MVA` and spaces.

    >>> org_number("DK-13 58 56 28"), org_number("123")
    ('13585628', None)
    """
    digits = re.sub(r"^(DK|NO|CVR)|(MVA)$|[\W_]", "", re.sub(r"[\W_]", "", text.upper()))
    return digits if is_cvr(digits) or is_orgnr(digits) else None


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    named = chain.from_iterable(Locale.parse(spoken).territories.items() for spoken in _SPOKEN)
    known = {fold(name): code for code, name in named if re.fullmatch("[A-Z]{2}", code)}
    aliases = get_global("territory_aliases")
    longer = {fold(a): codes[0] for a, codes in aliases.items() if re.fullmatch("[A-Z]{3}", a) and len(codes) == 1}
    return known | longer | {fold(code): code for code in known.values()} | {"uk": "GB", "england": "GB", "usa": "US"}


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    named = chain.from_iterable(Locale.parse(spoken).languages.items() for spoken in _SPOKEN)
    known = {fold(name): code for code, name in named if re.fullmatch("[a-z]{2}", code)}
    aliases = get_global("language_aliases")
    longer = {
        fold(alias): code for alias, code in aliases.items() if re.fullmatch("[a-z]{3} [a-z]{2}", f"{alias} {code}")
    }
    return known | longer | {code: code for code in known.values()}


@lru_cache(maxsize=1)
def _people() -> dict[str, CustomerKind]:
    return {fold(word): kind for kind, words in _PEOPLE.items() for word in words.split()}


@lru_cache(maxsize=1)
def _entries() -> dict[str, EntryKind]:
    return {fold(word): kind for kind, words in _ENTRIES.items() for word in words.split()}
