"""Files and folders: what is found, what is read, what is reported."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from assistant.cli import main
from corpus import DocumentError, find_files, passage_line, read_all, read_file
from tests.format_files import pdf

TEXT = "关于做好便民服务的通知\n\n各单位要做好便民服务工作，按时完成任务。\n"


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_folders_are_walked_in_order_without_hidden_files_and_link_loops(tmp_path):
    names = ["b.txt", "a/c.MD", "a/d.mp3", ".hidden.txt", ".git/e.txt", "a/f.txt"]
    for name in names:
        write(tmp_path, name, TEXT)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = find_files([tmp_path, tmp_path / "b.txt"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a/c.MD", "a/f.txt", "b.txt"]


def test_a_missing_path_and_an_empty_folder_are_errors(tmp_path):
    with pytest.raises(DocumentError, match="does not exist"):
        find_files([tmp_path / "nowhere"])
    with pytest.raises(DocumentError, match="No document found"):
        find_files([tmp_path])


def test_a_file_is_read_with_the_hash_of_its_bytes(tmp_path):
    path = write(tmp_path, "a.txt", TEXT.encode("gb18030"))
    document, passages = read_file(path)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.source, document.title) == ("a.txt", "关于做好便民服务的通知")
    assert [p.kind for p in passages] == ["title", "paragraph"]
    line = passage_line(passages[1], document)
    assert (line["source"], line["path"]) == ("a.txt", ["关于做好便民服务的通知"])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.mp3", TEXT, "are not read"),
        ("a.zip", TEXT, "are not read"),
        ("a.txt", "", "is empty"),
        ("a.txt", b"\x00\x01", "binary"),
        ("a.txt", "\ufeff\u200b", "no text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, data, message):
    with pytest.raises(DocumentError, match=message):
        read_file(write(tmp_path, name, data))


def test_one_bad_file_does_not_end_the_run(tmp_path):
    files = [
        write(tmp_path, "1.txt", TEXT),
        write(tmp_path, "2.txt", b"\x00"),
        write(tmp_path, "3.txt", TEXT + "附\n"),
        tmp_path / "gone.txt",
    ]
    steps: list[tuple[int, int]] = []
    read, errors = read_all(files, progress=lambda done, all_: steps.append((done, all_)))
    assert [d.source for d, _ in read] == ["1.txt", "3.txt"]
    assert errors[0].message.startswith("'2.txt'")
    assert "gone.txt" in errors[1].message
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_name_in_gbk_bytes_is_shown_as_people_read_it(tmp_path, capsys):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "通知.txt".encode("gbk")))
    path.write_text(TEXT, encoding="utf8")
    document, _ = read_file(path)
    assert document.source == "通知.txt"
    path.with_name(os.fsdecode("坏.txt".encode("gbk"))).write_bytes(b"\x00")
    read, errors = read_all(find_files([tmp_path]))
    assert [d.source for d, _ in read] == ["通知.txt"]
    assert errors[0].message.startswith("'坏.txt'")
    assert main(["corpus", "show", str(tmp_path), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out.splitlines()[0])["source"] == "通知.txt"
    assert "跳过 skipped: '坏.txt'" in err


def test_one_bad_file_of_each_kind_among_good_ones_is_reported_with_its_remedy(tmp_path):
    """What people hand in: each fault names its file and how to mend it, the rest is read."""
    write(tmp_path, "好.txt", TEXT)
    write(tmp_path, "密.pdf", pdf([[(72, 90, 14, "密")]], password="x"))
    write(tmp_path, "断.pdf", pdf([[(72, 90, 14, "断")]])[:400])
    write(tmp_path, "假.docx", "不是压缩包")
    bomb = (
        f"<script>{'x=1;' * 500_000}</script><script>document.write('{'<div>' * 99_999}')</script>"
    )
    write(tmp_path, "脚本.html", f"<html><body>{bomb}<p>{TEXT}</p></body></html>")
    write(tmp_path, "未闭.html", f"<p>各单位要做好服务。</p><script>{'<' * 1_000_000}")
    (tmp_path / "环").symlink_to(tmp_path)
    (tmp_path / "断链.txt").symlink_to(tmp_path / "没有.txt")
    read, errors = read_all(find_files([tmp_path]))
    assert sorted(d.source for d, _ in read) == ["好.txt", "未闭.html", "脚本.html"]
    texts = {d.source: d.text for d, _ in read}
    assert "x=1" not in texts["脚本.html"]
    assert "按时完成任务" in texts["脚本.html"]
    assert texts["未闭.html"].strip() == "各单位要做好服务。"
    faulty = ("假.docx", "密.pdf", "断.pdf", "断链.txt")
    assert len(errors) == len(faulty)
    assert all(any(name in e.message for e in errors) for name in faulty)
    assert all(e.hint for e in errors)
