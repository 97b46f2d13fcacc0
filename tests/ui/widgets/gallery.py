"""Renders the kit to pictures: `python -m tests.ui.widgets.gallery FOLDER [SCENE]`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Theme
from salon_pos.ui.widgets.confirm import Confirm
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.toast import ToastStack
from tests.ui.widgets.gallery_kit import kit
from tests.ui.widgets.gallery_screens import Scene, counter, pay, sign_in


def asked() -> Scene:
    window = counter()
    window.over = Confirm(
        window,
        "Void sale A-001432?",
        "The number stays used and the void is written down.",
        yes="Void",
        no="Keep",
    )
    toasts = ToastStack(window, "Undo")
    toasts.say("Line removed: 深层护理", lambda: None)
    toasts.say("Ticket parked")
    return window


def picked() -> Scene:
    window = kit()
    select = window.findChildren(Select)[0]
    select.set_options(
        [
            (n, w)
            for n, w in enumerate(
                (
                    "Complaint",
                    "Staff price",
                    "抹零",
                    "Birthday",
                    "Regular",
                    "Friend",
                    "Redo",
                    "Damaged",
                    "Other",
                )
            )
        ],
        2,
    )
    window.over = select
    return window


SCENES: dict[str, Callable[[], Scene]] = {
    "counter": counter,
    "pay": pay,
    "sign-in": sign_in,
    "kit": kit,
    "asked": asked,
    "picked": picked,
}


def render(app: QApplication, folder: Path, only: str = "") -> None:
    looks = [
        Theme(language="zh_CN"),
        Theme(dark=True, language="zh_TW"),
        Theme(scale=1.5),
        Theme(dark=True, scale=1.5),
    ]
    for look in looks:
        theme.apply(app, Theme(look.dark, look.scale, look.language, 0))
        for name, build in SCENES.items():
            if only in name:
                _shoot(
                    build(), folder, f"{name}-{'dark' if look.dark else 'light'}-{look.scale:.0%}"
                )


def _shoot(window: Scene, folder: Path, name: str) -> None:
    window.show()
    QApplication.processEvents()
    if window.over is not None:
        window.over.open()
    if (amount := window.findChild(QWidget, "amount")) is not None:
        amount.setFocus()
    QApplication.processEvents()
    window.grab().save(str(folder / f"{name}.png"))
    print(name, window.width(), window.height())
    window.close()
    window.deleteLater()
    QApplication.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    render(QApplication(sys.argv[:1]), target, sys.argv[2] if len(sys.argv) > 2 else "")
