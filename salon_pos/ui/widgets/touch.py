"""Scrolling by finger, the same in every list and column."""

from PySide6.QtWidgets import QScroller, QScrollerProperties, QWidget


def scroll_by_touch(surface: QWidget) -> None:
    """Let a finger (or the left button) drag and fling the scroll area `surface` belongs to."""
    scroller = QScroller.scroller(surface)
    settings = scroller.scrollerProperties()
    metric = QScrollerProperties.ScrollMetric
    off = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
    settings.setScrollMetric(metric.VerticalOvershootPolicy, off)
    settings.setScrollMetric(metric.HorizontalOvershootPolicy, off)
    settings.setScrollMetric(metric.DragStartDistance, 0.003)
    settings.setScrollMetric(metric.DecelerationFactor, 0.3)
    scroller.setScrollerProperties(settings)
    QScroller.grabGesture(surface, QScroller.ScrollerGestureType.LeftMouseButtonGesture)
