"""The text of a fragment is the same whether its elements are read directly or out of a whole soup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.jobs.parsing.markup import element_text, html_to_text, soup_of
from tools.jobs.parsing.nodes import Mark, Node, nodes_of, read_nodes

PIECES = (
    "<p>", "</p>", "<div>", "</div>", "<ul><li>", "<li>", "</ul>", "<span>", "</span>", "<b>", "</b>", "<br>", "<pre>",
    "</pre>", "<h2>", "<td>", "<table>", "</table>", "<!-- seen by nobody -->", "<?xml version='1'?>",
    "<!DOCTYPE html>",
    "<script>var a = '<p>';</script>", "<style>p {}</style>", "<template><p>x</p></template>",
    "<ruby>東<rt>tō</rt></ruby>",
    "<select><option>one</option></select>", "<textarea> a\n b </textarea>", "<o:p>", "&nbsp;", "&amp;", "&#x80;", "<b",
    " ", "\n", "\t", "\r\n", "\u00a0", "Austin, TX", "Full-time", "Requirements", "5 years of Python", "• bullet",
    "</body>", "</html>", "<body>", "<head>h</head>", "</li", "<a href='x'>", "</a>", "<![CDATA[c]]>", "\x00", "\ufeff",
)  # fmt: skip
UNSEEN = ("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "option", "button")


def by_soup(html: str) -> str:
    soup = soup_of(html)
    for tag in soup(list(UNSEEN)):
        tag.decompose()
    return element_text(soup)


@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_broken_markup_reads_as_the_soup_does(html: str) -> None:
    assert html_to_text(html) == by_soup(html)


def test_elements_are_read_as_the_soup_has_them() -> None:
    html = "<div><p>a<!--c--> b</p><svg><p>x</p></svg><ruby>k<rt>r</rt></ruby></div>"
    soup = soup_of(html)
    for tag in soup("svg"):
        tag.decompose()
    read = read_nodes(html, frozenset({"svg"}))
    assert read is not None
    assert _shape(read) == _shape(nodes_of(soup))
    paragraph = read_nodes("<p>a<!--c--> b</p>", frozenset())
    assert paragraph is not None
    assert paragraph.text() == "a b"


def _shape(node: Node) -> list[object]:
    return [
        (child.name, _shape(child)) if isinstance(child, Node) else (type(child), str(child)) for child in node.children
    ]


def test_what_the_parser_does_not_take_is_left_to_the_soup() -> None:
    assert read_nodes("<p>half a letter: \ud800</p>", frozenset()) is None
    assert html_to_text("") == ""
    assert Mark("c") == "c"
