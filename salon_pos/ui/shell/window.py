"""The one window of the program. It shows a page: the shell, the first run, or what is wrong."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from salon_pos.domain.words import N_
from salon_pos.i18n import _

SMALLEST, USUAL = (960, 600), (1440, 900)
TITLE = N_("Salon POS")


class Window(QWidget):
    """`show_page` takes the place of the page before; the window never grows with its content."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "window")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.page: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def show_page(self, page: QWidget) -> None:
        """Put `page` where another one was."""
        self.setWindowTitle(_(TITLE))
        if self.page is not None:
            self.page.hide()
            self._column.removeWidget(self.page)
            self.page.deleteLater()
        self.page = page
        self._column.addWidget(page)
        page.show()
        page.setFocus()
