"""What staff write as Markdown becomes text and links, and never anything that acts."""

import pytest
from django.utils import translation

from ratschlag.lib.markdown import blocks_of, html_of, links_of, plain_of

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example/x)",
    "[x](/\\evil.example)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x][y]\n\n[y]: javascript:alert(1)",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    '"><svg onload=alert(1)>',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_acts(text: str):
    made = html_of(text).lower()
    assert "<script" not in made
    assert "<img" not in made
    assert "<svg" not in made
    assert 'href="javascript' not in made
    assert 'href="data' not in made
    assert 'href="//' not in made
    assert 'href="/\\' not in made
    assert "<a onmouseover" not in made


def test_a_text_is_read_as_it_was_meant():
    text = "# Eins\n\nDas ist **fett** und [hier](/de/presse/).\n\n- a\n- b\n\n1. eins\n2. zwei\n\n> Zitat"
    assert html_of(text) == (
        "<h3>Eins</h3>\n<p>Das ist <strong>fett</strong> und "
        '<a href="/de/presse/">hier</a>.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n'
        "<ol>\n<li>eins</li>\n<li>zwei</li>\n</ol>\n<blockquote>\n<p>Zitat</p>\n</blockquote>\n"
    )
    assert [(block.kind, block.mark, block.text) for block in blocks_of(text)] == [
        ("h", "", "Eins"),
        ("p", "", "Das ist fett und hier."),
        ("item", "–", "a"),
        ("item", "–", "b"),
        ("item", "1.", "eins"),
        ("item", "2.", "zwei"),
        ("quote", "", "Zitat"),
    ]
    assert plain_of(text).splitlines()[1] == "Das ist fett und hier."
    assert links_of(text) == ["/de/presse/"]


def test_a_day_is_no_list():
    assert html_of("16. August 2016 war es.") == "<p>16. August 2016 war es.</p>\n"


def test_headings_keep_the_order_of_the_page():
    assert html_of("## A\n\n#### B\n\n## C") == "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>\n"


def test_a_long_hostile_text_takes_no_time():
    for text in ("[" * 20_000, "*a " * 7_000, "> " * 10_000, "- " * 10_000, "[a](" * 5_000):
        html_of(text[:20_000])


def test_a_page_of_ours_is_shown_in_the_readers_language():
    with translation.override("ar"):
        assert 'href="/ar/cookies/#matomo"' in html_of("[x](/cookies/#matomo)")
        assert 'href="/de/cookies/"' in html_of("[x](/de/cookies/)")
        assert 'href="/mitmachen"' in html_of("[x](/mitmachen)")


@pytest.mark.parametrize("piece", ["[", "*a", "> ", "![", "<", "&#x0;", "\\", "- ", "a\n", "[a]("])
def test_the_longest_text_that_a_form_takes_does_not_hang(piece):
    assert html_of(piece * (60_000 // len(piece)))
