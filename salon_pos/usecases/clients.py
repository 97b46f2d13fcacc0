"""The client's particulars: add, change, retire, and looking at a full phone number."""

from dataclasses import replace
from datetime import date, datetime

from salon_pos.db.queries import people
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.given_bonuses import was_referral_given
from salon_pos.db.records import journal
from salon_pos.db.records import people as records
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import deed, new_uid

LONGEST_NAME = 80


def save_client(client: Client, *, by: Actor, now: datetime) -> Client:
    """Add (id 0) or change a client; as kept, the phone in E.164. Refuses an empty name, a phone
    nobody can have, a birthday in the future, another client's code, a referrer who cannot be,
    another one once points were given for bringing them, and to change nobody."""
    with deed(Right.EDIT_CLIENTS, by):
        settings = salon.settings()
        checked = check_client(client, today=settings.business_day(now), region=settings.region)
        _check_referrer(checked)
        _check_referrer_stays(checked)
        saved = _write(checked, now)
        journal.note(by, now, "save_client", saved.uid, retired=saved.retired)
        return saved


def look_at_phone(client_id: int, *, by: Actor, now: datetime) -> str:
    """A client's whole phone number in E.164; the journal keeps who looked. Refuses who may only
    see its last digits."""
    with deed(Right.SEE_PHONE, by):
        client = people.client(client_id)
        if client is None:
            refuse("client_unknown", N_("This client is not on file."))
        journal.note(by, now, "look_at_phone", client.uid)
        return client.phone


def client_on_file(client_id: int) -> Client:
    """The client with this id; refuses one who is not there or is retired."""
    client = people.client(client_id)
    if client is None or client.retired:
        refuse("client_unknown", N_("This client is not on file."), field="client")
    return client


def check_client(client: Client, *, today: date, region: str) -> Client:
    """`client` trimmed and with a phone in E.164; refuses what no client can have."""
    name = " ".join(client.name.split())
    if not name or len(name) > LONGEST_NAME:
        refuse("name_missing", N_("Type the client's name, up to 80 characters."), field="name")
    if client.birthday is not None and not date(1900, 1, 1) <= client.birthday <= today:
        refuse(
            "bad_birthday",
            N_("A birthday lies between 1900 and today, such as 1990-05-21."),
            field="birthday",
        )
    if client.gender not in ("", "female", "male", "other"):
        refuse("bad_gender", N_("Choose one of the answers."), field="gender")
    phone = checked_phone(client.phone, region)
    return replace(
        client, name=name, phone=phone, code=client.code.strip(), note=client.note.strip()
    )


def checked_phone(text: str, region: str) -> str:
    """A typed phone number in E.164, read in the salon's region; empty stays empty."""
    if not text.strip():
        return ""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    possible = phonenumbers.ValidationResult.IS_POSSIBLE  # "local only" lacks its area code
    if number is None or phonenumbers.is_possible_number_with_reason(number) != possible:
        refuse(
            "bad_phone",
            N_("This is no phone number. Type it with all its digits, such as {example}."),
            field="phone",
            example=_example_phone(region),
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def name_and_phone(typed: str, region: str) -> tuple[str, str]:
    """What was typed into a search as the name and the phone of whom it did not find. Digits alone
    that are too few for a number are the phone as well: the rest is to be typed."""
    import phonenumbers

    possible = phonenumbers.Leniency.POSSIBLE
    found = next(iter(phonenumbers.PhoneNumberMatcher(typed, region, leniency=possible)), None)
    if found is None:
        has_letters = any(sign.isalpha() for sign in typed)
        has_digits = any(sign.isdigit() for sign in typed)
        return ("", typed.strip()) if has_digits and not has_letters else (typed.strip(), "")
    around = f"{typed[: found.start]} {typed[found.end :]}".split()
    words = (word.strip(",;:#-，；：、") for word in around)
    name = " ".join(word for word in words if any(sign.isalnum() for sign in word))
    opened, closed = (sum(map(name.count, signs)) for signs in ("([（【", ")]）】"))
    if opened != closed:  # one of a pair that stood round the number
        name = name.strip("()[]（）【】 ")
    return name, found.raw_string


def _example_phone(region: str) -> str:
    import phonenumbers

    kind = phonenumbers.PhoneNumberType.MOBILE
    example = phonenumbers.example_number_for_type(region, kind)
    if example is None:
        return "+86 138 0013 8000"
    return phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _check_referrer(client: Client) -> None:
    """Who brought a client is somebody else, and was not brought by them, through whomever."""
    above = client.referrer_id
    chosen = people.client(above) if above is not None else None
    seen = {client.id} - {0}
    while above is not None:
        found = people.client(above)
        if found is None or chosen is None:
            refuse("referrer_unknown", N_("Who brought this client is not on file."),
                   field="referrer")  # fmt: skip
        if above in seen:
            refuse("own_referrer", N_("{name} cannot have brought this client: choose another."),
                   field="referrer", name=chosen.name)  # fmt: skip
        seen.add(above)
        above = found.referrer_id


def _check_referrer_stays(client: Client) -> None:
    """The points for bringing a client went to who is on file for it."""
    before = people.client(client.id) if client.id else None
    if before is None or before.referrer_id in (None, client.referrer_id):
        return
    if was_referral_given(client.id):
        refuse(
            "referral_given",
            N_("Points were given for bringing {name}, so who brought them stays. Change the "
               "points by hand instead."),
            field="referrer", name=before.name,
        )  # fmt: skip


def _write(client: Client, now: datetime) -> Client:
    if client.code:
        other = people.client_by_code(client.code)
        if other is not None and other.id != client.id:
            refuse("code_taken", N_("{name} has this code already."), field="code", name=other.name)
    if client.id:
        if people.client(client.id) is None:
            refuse("client_unknown", N_("This client is not on file."))
        records.change_client(client)
        return client
    added = replace(client, uid=client.uid or new_uid())
    return replace(added, id=records.add_client(added, created_at=now))
