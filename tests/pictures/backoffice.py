"""Pictures of the back office: lists with their forms, settings, safety, import, who may not."""

from dataclasses import replace

from salon_pos.db.queries import catalog, people, value
from salon_pos.domain.catalog import ItemKind, Pricing, Tax, TaxMode
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.rewards import RewardKind
from salon_pos.domain.rights import Role
from salon_pos.i18n import screen
from salon_pos.ui.backoffice.item_form import ItemForm
from salon_pos.ui.backoffice.list_section import ListSection
from salon_pos.ui.backoffice.owed_section import OwedSection
from salon_pos.ui.backoffice.platform_form import PlatformForm, SettlePanel
from salon_pos.ui.backoffice.platforms import PlatformSection
from salon_pos.ui.backoffice.points_section import PointsSection
from salon_pos.ui.backoffice.prepaid_form import AT_SALE, PrepaidForm
from salon_pos.ui.backoffice.reward_form import RewardForm
from salon_pos.ui.backoffice.rewards_section import RewardSection
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.safety import SafetySection
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.backoffice.staff import StaffSection
from salon_pos.ui.backoffice.tiers_form import TiersForm
from salon_pos.ui.backoffice.tiers_section import TiersSection
from salon_pos.usecases.catalog import save_tax
from salon_pos.usecases.settings import change_settings
from tests.pictures import counter
from tests.pictures.stage import Stage


def backoffice(stage: Stage) -> None:
    """The price list as it is come to."""
    _room(stage)


def backoffice_by_level(stage: Stage) -> None:
    """A service that costs by level or by hair length, being edited."""
    _edit(stage, Pricing.LEVEL, Pricing.LENGTH_LEVEL)


def backoffice_refused(stage: Stage) -> None:
    """A wrong price, refused beside its field."""
    form = _edit(stage, Pricing.FIXED)
    form.price.set_value("12,5")
    form.submit()


def backoffice_product(stage: Stage) -> None:
    """A product."""
    room = _room(stage)
    item = next(item for item in catalog.items() if item.kind is ItemKind.PRODUCT)
    room.open(Place("items", item.id))


def backoffice_staff(stage: Stage) -> None:
    """A stylist's particulars."""
    room = _room(stage)
    stylist = next(m for m in people.staff_members() if m.role is Role.STYLIST)
    room.open(Place("staff", stylist.id))


def backoffice_rights(stage: Stage) -> None:
    """What each role may do."""
    room = _room(stage)
    room.open(Place("staff"))
    section = room.section()
    assert isinstance(section, StaffSection)
    section.show_rights()


def backoffice_taxes(stage: Stage) -> None:
    """Taxes, and how they are charged."""
    _room(stage).open(Place("taxes"))


def backoffice_salon(stage: Stage) -> None:
    """The salon's settings."""
    _room(stage).open(Place("salon", "cash_step"))


def backoffice_limits(stage: Stage) -> None:
    """What cards hold and ask for, and above what another person is asked."""
    _room(stage).open(Place("limits", "card_most"))


def backoffice_owed(stage: Stage) -> None:
    """What is owed, by kind."""
    room = _room(stage)
    room.open(Place("owed"))
    section = room.section()
    assert isinstance(section, OwedSection)
    while not section.rows:
        stage.settle()


def backoffice_safety(stage: Stage) -> None:
    """The recovery code."""
    room = _room(stage)
    room.open(Place("safety"))
    section = room.section()
    assert isinstance(section, SafetySection)
    section.show_or_hide()


def backoffice_import(stage: Stage) -> None:
    """Before another system's files are chosen."""
    _room(stage).open(Place("import"))


def backoffice_search(stage: Stage) -> None:
    """One search over all settings."""
    _room(stage).navigation.search.setText(
        {"zh_CN": "税", "zh_TW": "稅"}.get(screen().language, "a")
    )


def backoffice_points(stage: Stage) -> None:
    """The rules of points, with the lab beside them."""
    _room(stage).open(Place("points"))


def backoffice_lab(stage: Stage) -> None:
    """What the last months would have cost with two points for each unit."""
    room = _room(stage)
    room.open(Place("points"))
    section = room.section()
    assert isinstance(section, PointsSection)
    assert section.form is not None
    section.form.set_values({"points": "2"})
    section.go_to_lab()
    section.lab.begin()
    while section.lab.is_working:
        stage.settle()


def backoffice_tiers(stage: Stage) -> None:
    """The tiers, the second of them in sight."""
    room = _room(stage)
    room.open(Place("tiers"))
    section = room.section()
    assert isinstance(section, TiersSection)
    assert isinstance(section.form, TiersForm)
    section.form.show_tier(1)


def backoffice_prepaid(stage: Stage) -> None:
    """A top-up with its bonus, the lab below it."""
    _prepaid(stage, PrepaidKind.TOP_UP)


def backoffice_pack(stage: Stage) -> None:
    """A session pack, and what its sessions are for."""
    _prepaid(stage, PrepaidKind.PACK)


def backoffice_taxed_pack(stage: Stage) -> None:
    """A pack that is taxed when it is sold, with which taxes."""
    room = _room(stage)
    by, now = stage.desk.actor, stage.desk.now()
    settings = replace(stage.desk.settings, tax_mode=TaxMode.INCLUSIVE)
    change_settings(settings, by=by, now=now)
    for name, rate in (("VAT", 60_000), ("City tax", 10_000)):
        save_tax(Tax(0, name, rate), by=by, now=now)
    stage.desk.refresh()
    form = _prepaid_form(room, PrepaidKind.PACK)
    form.taxed.set_value(AT_SALE)
    form.taxed.picked.emit(AT_SALE)
    stage.settle()
    form.area.bring(form.tax_note)


def backoffice_open_top_up(stage: Stage) -> None:
    """A top-up of any amount: no bonus to ask for."""
    form = _prepaid_form(_room(stage), PrepaidKind.TOP_UP)
    form.pricing.set_value(Pricing.OPEN)
    form.pricing.picked.emit(Pricing.OPEN)


def _prepaid(stage: Stage, kind: PrepaidKind) -> None:
    _prepaid_form(_room(stage), kind)


def _prepaid_form(room: BackOfficeRoom, kind: PrepaidKind) -> PrepaidForm:
    item_id = next(item for item, plan in value.plans().items() if plan.kind is kind)
    room.open(Place("prepaid", item_id))
    section = room.section()
    assert isinstance(section, ListSection)
    form = section.editor.form
    assert isinstance(form, PrepaidForm)
    return form


def backoffice_platforms(stage: Stage) -> None:
    """A platform's terms, the voucher it has not settled, and the key that settles it."""
    panel = counter.counter_platform_sold(stage)
    panel.dismiss()
    _room(stage).open(Place("platforms", 1))


def backoffice_settle(stage: Stage) -> None:
    """A settlement that is short of what is owed."""
    backoffice_platforms(stage)
    section = _room(stage).section()
    assert isinstance(section, PlatformSection)
    form = section.editor.form
    assert isinstance(form, PlatformForm)
    assert form.settle
    form.settle.click()
    (panel,) = stage.shell.findChildren(SettlePanel)
    panel.amount.set_value("90.00")


def backoffice_rewards(stage: Stage) -> None:
    """What points are exchanged for, a voucher being changed."""
    room = _room(stage)
    voucher = next(one for one in value.rewards() if one.kind is RewardKind.VOUCHER)
    room.open(Place("rewards", voucher.id))


def backoffice_new_reward(stage: Stage) -> None:
    """A service for points that would pay the client, refused beside its price."""
    room = _room(stage)
    room.open(Place("rewards", 0))
    section = room.section()
    assert isinstance(section, RewardSection)
    form = section.editor.form
    assert isinstance(form, RewardForm)
    service = next(item for item in catalog.items() if item.price and not item.barcode)
    form.set_values({"kind": RewardKind.SERVICE, "service": service.id, "points": "5"})
    form.submit()


def backoffice_not_allowed(stage: Stage) -> None:
    """What a manager reads where only an owner may."""
    _room(stage, Role.MANAGER).open(Place("tenders"))


def _room(stage: Stage, role: Role = Role.OWNER) -> BackOfficeRoom:
    stage.desk.sign_in(next(m for m in people.staff_members() if m.role is role))
    stage.shell.show_room("backoffice")
    room = stage.shell.room("backoffice")
    assert isinstance(room, BackOfficeRoom)
    return room


def _edit(stage: Stage, *pricings: Pricing) -> ItemForm:
    room = _room(stage)
    item = next(item for item in catalog.items() if item.pricing in pricings)
    room.open(Place("items", item.id))
    section = room.section()
    assert isinstance(section, ListSection)
    form = section.editor.form
    assert isinstance(form, ItemForm)
    return form


SCREENS = (
    backoffice_platforms, backoffice_settle,
    backoffice, backoffice_by_level, backoffice_refused, backoffice_product, backoffice_staff,
    backoffice_rights, backoffice_taxes, backoffice_salon, backoffice_limits, backoffice_owed,
    backoffice_safety,
    backoffice_import,
    backoffice_search, backoffice_not_allowed, backoffice_points, backoffice_lab,
    backoffice_tiers, backoffice_prepaid, backoffice_pack, backoffice_taxed_pack,
    backoffice_open_top_up, backoffice_rewards,
    backoffice_new_reward,
)  # fmt: skip
