"""Files and folders: what is found, what is read, what is reported."""

import hashlib
from pathlib import Path

import pytest

from corpus import DocumentError, find_files, passage_line, read_all, read_file

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
