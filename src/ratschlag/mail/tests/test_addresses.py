"""An address is kept in one way of writing; what is none is refused."""

import pytest

from ratschlag.mail.compute.addresses import has_line_end, normalised


@pytest.mark.parametrize(("typed", "kept"), [
    ("ayse@example.org", "ayse@example.org"),
    (" Ayse.Yilmaz+news@Example.ORG\t", "ayse.yilmaz+news@example.org"),
    ("kora@müller.example", "kora@xn--mller-kva.example"),
    ("o'neill@example.org", "o'neill@example.org"),
    ("\uff41@example.org", "a@example.org"),
])  # fmt: skip
def test_an_address_is_kept_in_one_way_of_writing(typed, kept):
    assert normalised(typed) == kept
    assert normalised(kept) == kept


@pytest.mark.parametrize("typed", [
    "", "@", "ayse", "ayse@", "@example.org", "ayse@example", "ayse@@example.org",
    "ayse@example.org\nBcc: all@example.org", "ayse@example.org\r", "a b@example.org",
    "ayse@exa mple.org", "ayşe@example.org", ".ayse@example.org", "ay..se@example.org",
    "ayse.@example.org", "ayse@-example.org", "ayse@example..org", "ayse@127.0.0.1",
    "ayse@[127.0.0.1]", "a,b@example.org", "<ayse@example.org>", "ayse@example.org\x00",
    "a" * 65 + "@example.org", "ayse@" + "a" * 64 + ".org", "a@" + ".".join(["a" * 60] * 5),
    "ayse@example.org, kora@example.org", "ayse@\u2028example.org", '"a"@example.org',
])  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValueError, match=r"no address|no domain|too long"):
        normalised(typed)


@pytest.mark.parametrize("text", ["a\nb", "a\r", "a\u2028b", "a\x85b", "a\x00", "\n"])
def test_whatever_ends_a_line_is_seen(text):
    assert has_line_end(text)


@pytest.mark.parametrize("text", ["", "Neues aus der Stadt", "أخبار", "a\tb"])
def test_one_line_is_one_line(text):
    assert not has_line_end(text)
