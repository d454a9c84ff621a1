"""Pages for people: rendered here, whole without scripts, quicker with them."""

from paychart.doors.web.pages.site import add_to, not_found, of_error

__all__ = ["add_to", "not_found", "of_error"]
