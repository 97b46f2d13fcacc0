"""The import profile: a TOML file that says how to read another system's CSV files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fnmatch import fnmatch
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from salon_pos import assets
from salon_pos.domain.catalog import Tax, TaxMode
from salon_pos.domain.money import MILLION, half_up
from salon_pos.domain.refusal import refuse
from salon_pos.domain.settings import Settings, check_settings
from salon_pos.domain.words import N_


class Holds(StrEnum):
    """What a file holds."""

    SERVICES = "services"
    PRODUCTS = "products"
    SALES = "sales"


_LISTING = ("code", "name", "category", "price", "cost", "active")
FIELDS: dict[Holds, tuple[str, ...]] = {
    Holds.SERVICES: _LISTING,
    Holds.PRODUCTS: (*_LISTING, "stock"),
    Holds.SALES: ("receipt", "date", "item", "client", "staff", "quantity", "amount"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One sort of file: `columns` maps our fields to its headers, `taxes` tax names to theirs."""

    holds: Holds
    pattern: str
    columns: Mapping[str, str]
    taxes: Mapping[str, str]

    @property
    def headers(self) -> tuple[str, ...]:
        """Every column that must be there."""
        return (*self.columns.values(), *self.taxes.values())


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read one system's files. `date` is the order of "year", "month" and "day"; `items`
    maps names in sales to (what the listing holds, code) where they differ."""

    name: str
    date: tuple[str, ...]
    settings: Settings
    owner_name: str
    taxes: tuple[Tax, ...]
    sources: tuple[Source, ...]
    categories: Mapping[str, str]
    items: Mapping[str, tuple[Holds, str]]
    not_serving: frozenset[str]
    pack_use_items: frozenset[str]
    pack_items: frozenset[str]

    def source_of(self, path: Path) -> Source | None:
        """Which of its sorts of file `path` is, by its name."""
        name = path.name.lower()
        return next((s for s in self.sources if fnmatch(name, s.pattern.lower())), None)


def shipped_profiles() -> tuple[Path, ...]:
    """The profiles that come with the program."""
    return tuple(sorted(assets.path("profiles").glob("*.toml")))


def profile_for(files: tuple[Path, ...]) -> Profile:
    """The shipped profile that knows the most of these files; refuses where none knows any."""
    known = [(sum(p.source_of(file) is not None for file in files), p) for p in _shipped()]
    count, profile = max(known, key=lambda found: found[0])
    if not count:
        refuse(
            "no_profile",
            N_("None of these files is known. Write a profile for them and pass it (--profile)."),
        )
    return profile


def _shipped() -> list[Profile]:
    return [read_profile(path) for path in shipped_profiles()]


def read_profile(path: Path) -> Profile:
    """The profile in a TOML file; refuses what is missing or wrong in it."""
    try:
        plain = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        refuse("bad_profile", N_("The profile cannot be read: {reason}."), reason=str(error))
    try:
        return _profile(plain)
    except KeyError as error:
        refuse("bad_profile", N_("The profile lacks “{name}”."), name=str(error.args[0]))
    except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
        _refuse_value(error)


def _refuse_value(error: Exception) -> NoReturn:
    refuse("bad_profile", N_("The profile cannot be read: {reason}."), reason=str(error))


def _profile(plain: dict[str, Any]) -> Profile:
    salon, sales = plain["salon"], plain.get("sales", {})
    date = tuple(plain["date"].split("/"))
    if sorted(date) != ["day", "month", "year"]:
        raise ValueError(f"date = {plain['date']!r}")
    return Profile(
        name=plain["name"],
        date=date,
        settings=_settings(salon),
        owner_name=salon["owner"],
        taxes=tuple(_tax(tax) for tax in salon.get("taxes", [])),
        sources=tuple(_source(file) for file in plain["files"]),
        categories=plain.get("categories", {}),
        items={name: _item_key(key) for name, key in sales.get("items", {}).items()},
        not_serving=frozenset(sales.get("not_serving", [])),
        pack_use_items=frozenset(sales.get("pack_use_items", [])),
        pack_items=frozenset(sales.get("pack_items", [])),
    )


def _settings(salon: dict[str, Any]) -> Settings:
    return check_settings(
        Settings(
            name=salon["name"], language=salon["language"], currency_code=salon["currency"],
            region=salon["region"], timezone=salon["timezone"], cash_step=salon["cash_step"],
            tax_mode=TaxMode(salon["tax_mode"]),
        )
    )  # fmt: skip


def _tax(plain: dict[str, str]) -> Tax:
    return Tax(0, plain["name"], half_up(Fraction(Decimal(plain["percent"])) * (MILLION // 100)))


def _source(plain: dict[str, Any]) -> Source:
    holds = Holds(plain["holds"])
    columns: dict[str, str] = plain["columns"]
    return Source(
        holds=holds,
        pattern=plain["pattern"],
        columns={field: columns[field] for field in FIELDS[holds]},
        taxes=plain.get("taxes", {}),
    )


def _item_key(text: str) -> tuple[Holds, str]:
    holds, _, code = text.partition("/")
    return Holds(holds), code
