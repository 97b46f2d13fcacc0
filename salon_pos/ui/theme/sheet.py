"""The one style sheet, made from the tokens; painted widgets do without it."""

from salon_pos.ui.theme.tokens import Tokens


def sheet(t: Tokens) -> str:
    """Qt style sheet for the parts Qt draws itself: window, text inputs, lists, scroll bars."""
    return f"""
QWidget {{ color: {t.ink}; }}
QWidget[role="window"] {{ background: {t.bg}; }}
QWidget[role="surface"] {{ background: {t.surface}; }}
QWidget[role="clear"], QScrollArea, QScrollArea > QWidget > QWidget[role="clear"] {{
  background: transparent; border: none; }}
QListView {{ background: transparent; border: none; outline: none; padding: 0; }}
QLineEdit, QPlainTextEdit {{
  background: {t.sunk}; color: {t.ink}; border: 2px solid {t.sunk}; border-radius: {t.control}px;
  padding: 0 {t.m - 2}px; selection-background-color: {t.accent};
  selection-color: {t.on_accent}; placeholder-text-color: {t.muted}; }}
QPlainTextEdit {{ padding: {t.s}px {t.m - 4}px; }}
QLineEdit[place="surface"] {{ background: {t.surface}; border-color: {t.line}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ background: {t.surface}; border-color: {t.accent}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border-color: {t.bad}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ color: {t.muted}; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 4px; }}
QScrollBar::handle:vertical {{ min-height: {t.hit}px; }}
QScrollBar::handle:horizontal {{ min-width: {t.hit}px; }}
QScrollBar::handle:hover {{ background: {t.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
