"""With whom an agent speaks: the debtor, those on the card, or somebody else; and how they can be verified."""

from __future__ import annotations

from model.kinds import CustomerKind, CustomerStatus, PartyRole, Speaker, Verified
from model.records import Card, PartyInfo
from model.rules.coverage import status_bar
from tui.wording import _, day, word


def verifications() -> dict[str, str]:
    """How a speaker can be verified."""
    return {
        Verified.NOT: _("Not"),
        Verified.ADDRESS: _("Address"),
        Verified.INVOICE: _("Invoice"),
        Verified.CUSTOMER_NUMBER: _("Customer no."),
        Verified.CALLED_BACK: _("Rung back"),
        Verified.PASSWORD: _("Password"),
        Verified.E_ID: _("e-ID"),
    }


def speakers(card: Card) -> dict[str, str]:
    """With whom one can be talking: the debtor, those on the card, or somebody else."""
    known: dict[str, str] = {Speaker.DEBTOR: capital(word(Speaker.DEBTOR))}
    for party in card.parties:
        known[f"party:{party.id}"] = f"{party.name} ({_standing(party, card)})"
    others = (Speaker.PROXY, Speaker.BOOKKEEPER, Speaker.THIRD_PARTY)
    return known | {speaker: capital(word(speaker)) for speaker in others}


def first_speaker(card: Card) -> str:
    """Who is to be expected: the debtor, or who stands for them where they cannot."""
    wanted = None
    if card.status in (CustomerStatus.DECEASED, CustomerStatus.BANKRUPT):
        wanted = Speaker.ESTATE
    elif guardian_of(card):
        wanted = Speaker.GUARDIAN
    found = (f"party:{party.id}" for party in card.parties if speaker_of(party, card) is wanted)
    return next(found, Speaker.DEBTOR)


def party_of(card: Card, chosen: str) -> PartyInfo | None:
    """The party of the card that a choice names, if it names one."""
    return next((party for party in card.parties if f"party:{party.id}" == chosen), None)


def spoken_with(card: Card, chosen: str) -> Speaker:
    """In what capacity the chosen one speaks."""
    party = party_of(card, chosen)
    return speaker_of(party, card) if party else Speaker(chosen)


def speaker_of(party: PartyInfo, card: Card) -> Speaker:
    """In what capacity a party speaks. To a payer, or on an expired authority, nothing is disclosed."""
    if _expired(party, card):
        return Speaker.THIRD_PARTY
    match PartyRole(party.role):
        case PartyRole.PROXY:
            return Speaker.PROXY
        case PartyRole.GUARDIAN:
            return Speaker.GUARDIAN
        case PartyRole.ESTATE | PartyRole.TRUSTEE:
            return Speaker.ESTATE
        case PartyRole.BOOKKEEPER:
            return Speaker.BOOKKEEPER
        case PartyRole.CONTACT:  # a company speaks through its people
            return Speaker.THIRD_PARTY if card.kind == CustomerKind.PERSON else Speaker.DEBTOR
        case PartyRole.PAYER:
            return Speaker.THIRD_PARTY


def guardian_of(card: Card) -> PartyInfo | None:
    """Who is the customer's guardian, where there is one."""
    return next((p for p in card.parties if p.role == PartyRole.GUARDIAN and not _expired(p, card)), None)


def named(chosen: str, card: Card) -> str:
    """The chosen one, with the capacity in which they speak."""
    return speakers(card)[chosen] if party_of(card, chosen) else word(chosen)


def to_mind(card: Card) -> list[str]:
    """What to mind with this customer, whoever rings whom."""
    told = [status_bar(card.status)]
    if guardian := guardian_of(card):
        told.append(_("{name} is the guardian: nothing is arranged without them").format(name=guardian.name))
    if card.address_protected:
        told.append(_("the address is protected: tell it to nobody"))
    return [words for words in told if words]


def capital(words: str) -> str:
    """Words with a capital in front."""
    return words[:1].upper() + words[1:]


def _standing(party: PartyInfo, card: Card) -> str:
    """A party's role, what it covers and until when."""
    role = word(party.role)
    if _expired(party, card):
        return _("{role}, expired").format(role=role)
    until = _("until {day}").format(day=day(party.valid_until, year=True)) if party.valid_until else ""
    return ", ".join(part for part in (role, party.scope[:30], until) if part)


def _expired(party: PartyInfo, card: Card) -> bool:
    return party.valid_until is not None and party.valid_until < card.as_of
