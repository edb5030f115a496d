"""Bytes to text: encodings told apart, and faults with their place."""

import pytest

from corpus.decode import decode
from corpus.errors import DocumentError

SIMPLE = "关于进一步做好社区服务工作的通知。各部门应当按照规定实施。"
TRADITIONAL = "關於進一步做好社區服務工作的通知。各部門應當按照規定實施,這是我們的責任。"
NAMES = "路名,班次\n永昌,2\n白石,3\n松竹,2\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLE, "utf-8"),
        (SIMPLE, "utf-8-sig"),
        (SIMPLE, "utf-16"),
        (SIMPLE, "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "utf-8"),
        (NAMES, "gb18030"),
        (NAMES, "big5"),
    ],
)
def test_text_comes_back_from_every_encoding(text, encoding):
    assert decode(text.encode(encoding), source="a.txt") == text


@pytest.mark.parametrize("data", [b"", b" \n\t"])
def test_an_empty_file_is_named(data):
    with pytest.raises(DocumentError, match=r"'empty\.txt': the file is empty"):
        decode(data, source="empty.txt")


def test_a_binary_file_is_reported_with_the_place_of_its_first_nul():
    with pytest.raises(DocumentError, match=r"NUL at byte 4"):
        decode(b"%PDF\x00\x01", source="scan.txt")


def test_broken_utf8_is_reported_with_its_byte_and_a_remedy():
    with pytest.raises(DocumentError, match=r"byte 3: 0xff.*UTF-8"):
        decode("中".encode() + b"\xff\xff\x80", source="cut.txt")


def test_a_truncated_utf16_file_is_reported():
    with pytest.raises(DocumentError, match=r"broken UTF-16 at byte"):
        decode("中文".encode("utf-16")[:-1], source="half.txt")
