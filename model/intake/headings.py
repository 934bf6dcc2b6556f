"""What the columns of a table are called: Danish, Norwegian and English headings, and the field each stands for.

Headings are compared folded: case, accents, spaces, punctuation and what stands in brackets do not matter, and
`InvoiceDate`, `invoice_date` and `Invoice date:` are one. A weak heading (`Dato`, `Kunde`) takes its field only where
no plainer heading claims it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from model.errors import Refused
from model.text import plain

_STRONG = {
    "customer": "kundenr/kundenummer/kundenum/kundeid/kundekode/kundekonto/debitornr/debitornummer/debitorkonto"
    "/debitorid/debnr/customer number/customer no/customer nr/customer id/customer code/customer key/customer account"
    "/customer account number/cust id/cust no/cust number/debtor number/debtor no/debtor id/debtor account"
    "/client number/client no/client id/client code/reskontronr/reskontronummer/reskontro/reskontrokonto/kundereskontro"
    "/medlemsnr/medlemsnummer/abonnentnr/abonnentnummer/abonnementsnummer",
    "name": "navn/navn 1/kundenavn/kundens navn/debitornavn/navn kunde/kunde navn/name/name 1/customer name/debtor name"
    "/client name/full name/fulde navn/fullt navn/firma/firmanavn/virksomhedsnavn/foretaksnavn/company name/cust name",
    "org_number": "cvr/cvr nr/cvr nummer/cvrnr/se nr/org nr/orgnr/org nummer/organisasjonsnr/organisasjonsnummer"
    "/organisationsnummer/foretaksnr/foretaksnummer/virksomhedsnr/company number/company registration number"
    "/registration number/reg no/org number/org no/organisation number/organization number/company no",
    "vat": "momsnr/momsnummer/moms reg nr/mva nr/mva nummer/mvanr/vat/vat no/vat nr/vat number/vat id/vat reg no"
    "/vat registration/vat registration number/eu momsnr/eu vat/tax id/tax number/tax registration number",
    "kind": "kundetype/debitortype/customer type/customer kind/debtor type/type kunde",
    "address": "adresse/adresse 1/adresselinje/adresselinje 1/gade/gadenavn/vej/vejnavn/gateadresse/gate/postadresse"
    "/besøksadresse/address/address 1/address line 1/street/street address/postal address/mailing address"
    "/kundeadresse/customer address/faktureringsadresse/fakturaadresse/billing address",
    "address_extra": "adresse 2/adresselinje 2/address 2/address line 2/co/co adresse/co navn/stednavn",
    "postcode": "postnr/postnummer/post nr/postkode/post code/postcode/postal code/zip/zip code/zipcode/kundepostnr",
    "city": "by/bynavn/poststed/postdistrikt/city/town/postby/sted",
    "postcode_city": "postnr by/postnr og by/postnummer og by/postnummer by/postnr poststed/postnr og poststed"
    "/postnummer og poststed/postnr sted/postnr og sted/postcode and city/postcode city/zip city/zip and city",
    "country": "land/landekode/landkode/country/country code/land kode/iso land",
    "phone": "telefon/telefonnr/telefonnummer/telefon 1/tlf/tlf nr/tlfnr/tlf nummer/phone/phone no/phone number/phone 1"
    "/telephone/telephone number/tel/tel no/fastnet/telefon privat/telefon arbejde/telefon arbeid",
    "mobile": "mobil/mobilnr/mobilnummer/mobiltelefon/mobiltlf/mobil tlf/mobile/mobile phone/mobile number/cell"
    "/cell phone/telefon 2/phone 2/tlf 2",
    "email": "email/e mail/e post/epost/epostadresse/e post adresse/mail/mailadresse/email adresse/e mail adresse"
    "/email address/e mail address/faktura email/invoice email/kunde email/customer email",
    "contact": "kontakt/kontaktperson/kontaktnavn/att/attention/contact/contact person/contact name",
    "category": "kategori/kundekategori/debitorgruppe/kundegruppe/gruppe/customer group/customer category/category"
    "/debtor group/segment/kundesegment/customer segment/bransje/branche",
    "terms": "betalingsbetingelse/betalingsbetingelser/betalingsfrist/betalingsvilkår/betalingsvilkar/betbet"
    "/betalingsbetingelseskode/payment terms/payment term/terms/terms of payment/kredittid/kreditdage/kredittdager"
    "/credit days/forfaldsdage/forfallsdager/netto dage/netto dager",
    "credit_limit": "kreditmaks/kreditmax/kreditmaksimum/kreditgrænse/kreditlimit/kredittgrense/kredittlimit"
    "/kredittramme/kreditramme/credit limit/credit max/kreditbeløb/kreditmaks beløb",
    "currency": "valuta/valutakode/currency/currency code/curr/cur/iso valuta/møntsort/fakturavaluta/invoice currency",
    "language": "sprog/sprogkode/språk/språkkode/language/language code/lang",
    "voucher": "fakturanr/fakturanummer/faktura nr/faktura no/faktura id/invoice number/invoice no/invoice nr"
    "/invoice id/inv no/inv number/bilagsnr/bilagsnummer/bilag/bilag nr/voucher/voucher no/voucher number"
    "/document number/document no/doc no/dokumentnr/dokumentnummer/regningsnr/regningsnummer/kreditnotanr/invoice",
    "date": "fakturadato/faktura dato/invoice date/inv date/bilagsdato/bogføringsdato/bokføringsdato/bokført dato"
    "/posteringsdato/posting date/document date/doc date/voucher date/udstedelsesdato/utstedelsesdato/issue date"
    "/date of invoice/regningsdato/billing date/bill date/udstedt/utstedt",
    "due_date": "forfaldsdato/forfallsdato/forfald/forfall/forfalder/forfaller/due date/due/date due"
    "/sidste rettidige betalingsdag/seneste betalingsdato/sidste betalingsdato/siste betalingsdato/frist/payment due"
    "/payment due date/maturity date/net due date/sidste rettidige indbetalingsdag",
    "amount": "fakturabeløb/faktura beløb/fakturabeløp/invoice amount/inv amount/oprindeligt beløb/opprinnelig beløp"
    "/original amount/fakturatotal/faktura total/invoice total/beløb inkl moms/beløp inkl mva/total inkl moms"
    "/total inkl mva/amount incl vat/beløb i alt/totalbeløb/totalbeløp/bruttobeløb/bruttobeløp/gross amount",
    "open_amount": "restbeløb/restbeløp/rest/restsaldo/restgæld/restgjeld/udestående/utestående/åben/åben saldo"
    "/åbent beløb/åpent beløp/åpen saldo/åpen post/uudlignet/uudlignet beløb/open/open amount"
    "/outstanding/outstanding amount/amount outstanding/remaining/remaining amount/amount due/balance due/unpaid"
    "/unpaid amount/open balance/skyldigt beløb/skyldig beløp/ubetalt/ubetalt beløb/ubetalt beløp/amount open",
    "debit": "debet/debit/debetbeløb/debetbeløp/debit amount",
    "credit": "kredit/credit/kreditbeløp/credit amount",
    "entry_kind": "posttype/posteringstype/bilagstype/bilagsart/transaktionstype/transaksjonstype/dokumenttype"
    "/document type/doc type/entry type/transaction type/fakturatype/invoice type/voucher type/bilagsslag",
    "reference": "kid/kid nr/kid nummer/kidnr/kidnummer/fik/fik nr/fik kode/fik nummer/fi kode/fik reference"
    "/betalings id/betalingsid/betalingsreference/betalingsreferanse/payment reference/payment id/ocr/ocr nr"
    "/ocr reference/ocr linje/betalingslinje/giro reference",
    "text": "tekst/beskrivelse/fakturatekst/posteringstekst/bilagstekst/text/description/invoice text/posting text"
    "/narrative/overskrift/bemærkning/merknad/kommentar/comment/remark/remarks/memo",
    "disputed": "bestridt/omtvistet/indsigelse/innsigelse/tvist/disputed/dispute/in dispute/is disputed/reklamation"
    "/reklamasjon/har indsigelse/har innsigelse",
    "settled": "betalingsdato/betalt dato/betalt den/dato betalt/betalingsdag/indbetalingsdato/innbetalingsdato"
    "/indbetalt den/innbetalt dato/udligningsdato/utligningsdato/udlignet den/udlignet dato/utlignet dato/lukket dato"
    "/lukkedato/oppgjort dato/settled date/settlement date/date settled/settled on/paid date/date paid/paid on"
    "/payment date/cleared date/clearing date/date cleared/closed date/close date/clear date",
}
_WEAK = {
    "kunde": ("customer", "name"),
    "debitor": ("customer", "name"),
    "customer": ("customer", "name"),
    "debtor": ("customer", "name"),
    "client": ("customer", "name"),
    "dato": ("date",),
    "date": ("date",),
    "beløb": ("amount",),
    "beløp": ("amount",),
    "amount": ("amount",),
    "total": ("amount",),
    "sum": ("amount",),
    "saldo": ("balance",),
    "balance": ("balance",),
    "reference": ("reference",),
    "referanse": ("reference",),
    "ref": ("reference",),
    "nr": ("number",),
    "nummer": ("number",),
    "no": ("number",),
    "number": ("number",),
}
"""`number` is the customer's own where the file holds no items: see `columns`."""

MONEY = frozenset({"amount", "open_amount", "debit", "credit"})
NUMBERS = MONEY | {"credit_limit", "balance"}
DATES = frozenset({"date", "due_date", "settled"})
FIELDS = frozenset(_STRONG) | {"balance"}
ITEM_FIELDS = MONEY | DATES | {"voucher", "entry_kind", "reference", "text", "disputed"}

CUSTOMER_HEADINGS = "Kundenr, Kundenummer, Debitornr, Customer number, Customer ID"
AMOUNT_HEADINGS = "Beløb, Beløp, Restbeløb, Amount, Open amount"
DATE_HEADINGS = "Fakturadato, Dato, Forfaldsdato, Forfallsdato, Invoice date, Due date"
NAME_HEADINGS = "Navn, Name, Adresse, Telefon, E-mail"

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_CURRENCY = re.compile(r"(?<![A-Za-z])(DKK|NOK|SEK|EUR|USD|GBP)(?![A-Za-z])")


def fold(text: str) -> str:
    """Bring a heading, or a word of a closed list, to the form in which it is compared.

    >>> fold("Forfaldsdato:"), fold("customerID"), fold("Beløb"), fold("BELOEB"), fold("Betalingsvilkår")
    ('forfaldsdato', 'customerid', 'belob', 'belob', 'betalingsvilkar')
    """
    lowered = plain(text, 200).casefold().replace("æ", "ae").replace("ø", "o")
    letters = unicodedata.normalize("NFKD", lowered)
    return re.sub("[^a-z0-9]", "", letters).replace("oe", "o").replace("aa", "a")


def field_of(heading: str) -> tuple[str, ...]:
    """Tell the fields that a heading may stand for, the likeliest first; none where it is not known.

    >>> field_of("InvoiceDate"), field_of("Beløb (DKK)"), field_of("Kunde"), field_of("DaysLate")
    (('date',), ('amount',), ('customer', 'name'), ())
    """
    return _known(heading)[0]


def currency_of(heading: str) -> str:
    """Tell the currency that a heading of amounts names.

    >>> currency_of("Beløb DKK"), currency_of("Amount (NOK)"), currency_of("Amount")
    ('DKK', 'NOK', '')
    """
    found = _CURRENCY.search(heading)
    return found[1] if found else ""


def columns(headings: Sequence[str], mapping: Mapping[str, str], ignored: Sequence[str] = ()) -> dict[str, int]:
    """Tell in which column each field stands. `mapping` (field -> heading) of a profile goes before the table.

    Raises:
        Refused: two columns claim one field, or a column that the profile names is not there.
    """
    taken = {field: _mapped(field, heading, headings) for field, heading in mapping.items()}
    left_out = {fold(name) for name in ignored}
    free = [n for n, heading in enumerate(headings) if n not in taken.values() and fold(heading) not in left_out]
    known = {n: _known(headings[n]) for n in free}
    _claim(taken, {n: f[0] for n, (f, strong) in known.items() if strong and f[0] not in mapping}, headings)
    for rank in (0, 1):
        wanted = {n: f[rank] for n, (f, strong) in known.items() if not strong and len(f) > rank}
        _claim(taken, {n: f for n, f in wanted.items() if f not in taken and n not in taken.values()}, headings)
    number, items = taken.pop("number", None), MONEY & set(taken)
    if number is not None and "customer" not in taken and not items:
        taken["customer"] = number
    if items:  # beside items a balance may run from line to line, or be an item's: it is not the customer's
        taken.pop("balance", None)
    return taken


def _mapped(field: str, heading: str, headings: Sequence[str]) -> int:
    places = [n for n, seen in enumerate(headings) if fold(seen) == fold(heading) or plain(seen) == plain(heading)]
    if len(places) > 1:  # told apart by their very spelling, if at all
        places = [n for n in places if plain(headings[n]) == plain(heading)]
    if len(places) == 1:
        return places[0]
    why = "more than one column has that heading" if places else "no column has that heading"
    raise Refused(f"the profile takes {field} from {heading!r}, but {why}: the file has {listed(headings)}")


def _claim(taken: dict[str, int], wanted: Mapping[int, str], headings: Sequence[str]) -> None:
    for n, field in wanted.items():
        other = taken.setdefault(field, n)
        if other != n:
            raise Refused(
                f"the columns {plain(headings[other], 60)!r} and {plain(headings[n], 60)!r} both claim {field}: "
                f"rename or remove one, or say in a profile which it is ({field} = '{plain(headings[n], 60)}')"
            )


def listed(headings: Sequence[str]) -> str:
    """Name the headings of a file in a message."""
    named = [plain(heading, 40) for heading in headings if plain(heading, 40)]
    return ", ".join(named[:30]) + (f" and {len(named) - 30} more" if len(named) > 30 else "") or "none"  # noqa: PLR2004


def _without_currency(heading: str) -> str:
    return re.sub(
        r"\b(i )?(kr|kroner|nok|dkk|sek|eur|usd|gbp)\b\.?", "", _BRACKETS.sub("", heading), flags=re.IGNORECASE
    )


def _known(heading: str) -> tuple[tuple[str, ...], bool]:
    """Give the fields of a heading, and whether it claims them firmly."""
    strong, weak = _tables()
    for form in (heading, _BRACKETS.sub("", heading), _without_currency(heading)):
        folded = fold(form)
        if folded in strong:
            return (strong[folded],), True
        if folded in weak:
            return weak[folded], False
    return (), False


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    strong = {fold(name): field for field, names in _STRONG.items() for name in names.split("/")}
    return strong, {fold(name): fields for name, fields in _WEAK.items()}
