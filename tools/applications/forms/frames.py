"""Frames of a page, by the path of indices under which a form's controls are known."""

from collections.abc import Sequence

from playwright.async_api import Frame, Page


def frame_at(page: Page, path: Sequence[int]) -> Frame | None:
    """The frame that a path of indices leads to, the page's own for an empty one; None when it is there no longer."""
    frame = page.main_frame
    for index in path:
        if index >= len(frame.child_frames):
            return None
        frame = frame.child_frames[index]
    return frame
