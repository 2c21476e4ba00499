import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.decoding import decode, tidy
from qa.errors import ArticleError

KOREAN = "하버 라이트는 시즌 2 제작이 확정되었다. 방송사는 6월에 이를 발표했다.\n"
JAPANESE = "『港の灯』は韓国のドラマである。シーズン2の制作が発表された。\n"
CHINESE = "《港湾之光》是一部韩国电视剧，第二季已经确认制作。\n"
FRENCH = "L'été dernier, la série a été renouvelée. Où est-elle tournée ? Déjà près d'Andong.\n"
RUSSIAN = "Сериал был продлён на второй сезон в июне 2022 года, сообщает компания.\n"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")))
def test_utf_8_is_read_as_it_is_with_or_without_a_mark(text: str) -> None:
    assert decode(text.encode()) == decode(codecs.BOM_UTF8 + text.encode()) == (text, "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    assert decode(KOREAN.encode(encoding)) == (KOREAN, "")


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_big_ends_are_read_too(encoding: str) -> None:
    assert decode(f"\ufeff{KOREAN}".encode(encoding)) == (KOREAN, "")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "cp949"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (FRENCH, "cp1252"),
        ("café\n", "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
    ],
)
def test_a_guessed_encoding_is_said(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


def test_a_declared_encoding_is_believed_and_not_called_a_guess() -> None:
    assert decode("Où".encode("cp1257", "replace"), "latin-1") == ("O?", "")
    assert decode(KOREAN.encode("euc-kr"), "EUC-KR") == (KOREAN, "")


def test_utf_8_goes_before_a_declaration_and_an_unknown_one_is_passed_over() -> None:
    assert decode("é".encode(), "latin-1") == ("é", "")
    assert decode(FRENCH.encode("cp1252"), "no-such-encoding") == (FRENCH, "cp1252")


def test_newlines_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n") == ("a\nb\nc\n", "")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"%PDF-1.7\0\0", "binary content"),
        ("text".encode("utf-16-le"), "binary content"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "not valid UTF-16-LE at byte"),
        (bytes(range(1, 256)) * 4, "neither UTF-8 nor a plausible other encoding"),
        ((KOREAN * 2).encode() + b"\xff\n", "damaged UTF-8 in line 3"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        decode(raw)


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    try:
        text, _ = decode(raw)
    except ArticleError:
        return
    assert "\r" not in text


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_tidying_keeps_the_first_line_s_indent_and_everything_inside() -> None:
    assert tidy("\n \t\n  first  \n\n\n last \n \n") == "  first  \n\n\n last"
