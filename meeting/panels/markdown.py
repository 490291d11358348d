"""Markdown of item texts as HTML. Raw HTML, links and images are shown as typed text."""

from markdown_it import MarkdownIt
from markupsafe import Markup

_reader = (
    MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "image", "autolink", "html_inline"])
)


def markdown(text: str) -> Markup:
    """Return the text as HTML that is safe in a page."""
    return Markup(_reader.render(text))  # noqa: S704 - the reader escapes everything that was typed
