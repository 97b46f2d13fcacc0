"""Pictures of the first run: its three steps, a refused input, the demo under way, the code."""

from pathlib import Path

from salon_pos.domain.catalog import TaxMode
from salon_pos.i18n import _, screen
from salon_pos.ui.firstrun.draft import Draft
from salon_pos.ui.firstrun.page import FirstRun
from salon_pos.ui.shell.preferences import Preferences
from tests.pictures.stage import Stage
from tests.salons import NOW

_CODE = "K7QH-XAB2-44KP-9QWE-RTYU-3P8A-SDFG-HJKL"


def first_run(stage: Stage) -> None:
    """The salon, with taxes on top."""
    _page(stage, Draft(salon=_salon(TaxMode.EXCLUSIVE), taxes=[("GST", "5"), ("PST", "8")]))


def first_run_plain(stage: Stage) -> None:
    """The salon, before anything is typed."""
    _page(stage, Draft())


def first_run_refused(stage: Stage) -> None:
    """A rate that is no number."""
    draft = Draft(salon=_salon(TaxMode.EXCLUSIVE), taxes=[("GST", "five")])
    inside = _page(stage, draft).inside
    inside.submit()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def first_run_owner(stage: Stage) -> None:
    """The owner."""
    _page(stage, Draft(step=1, salon=_salon(), owner={"owner_name": "Olga", "pin": "1234"}))


def first_run_list(stage: Stage) -> None:
    """The price list."""
    _page(stage, Draft(step=2, salon=_salon()))


def first_run_demo(stage: Stage) -> None:
    """The demo is being made."""
    _page(stage, Draft()).show_progress(_("Making the demo salon"), _("Cancel")).tell(70, 180)


def first_run_code(stage: Stage) -> None:
    """The recovery code."""
    _page(stage, Draft(step=2, salon=_salon())).show_code(_CODE)


def _salon(mode: TaxMode = TaxMode.NONE) -> dict[str, object]:
    return {
        "name": "Cloud Hair", "address": "12 Alder Street", "phone": "604 555 0123",
        "language": screen().language, "currency_code": "CAD", "timezone": "America/Vancouver",
        "cutoff_minutes": 240, "tax_mode": mode,
    }  # fmt: skip


def _page(stage: Stage, draft: Draft) -> FirstRun:
    page = FirstRun(Path("/salon"), Preferences(), lambda: NOW, draft=draft)
    stage.window.show_page(page)
    return page


SCREENS = (
    first_run, first_run_plain, first_run_refused, first_run_owner, first_run_list, first_run_demo,
    first_run_code,
)  # fmt: skip
