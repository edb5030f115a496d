"""Many files: several processes, bounds of time and memory, one bad file among many."""

import os

import pytest

from corpus.batch import Limits, read_all, read_each
from corpus.errors import DocumentError
from corpus.files import find_files, read_data
from tests.format_files import pdf

TEXT = "关于做好便民服务的通知\n\n各单位要做好便民服务工作，按时完成任务。\n"


@pytest.fixture
def folder(tmp_path):
    for i in range(6):
        (tmp_path / f"{i}.txt").write_text(f"{TEXT}第{i}段。\n", encoding="utf8")
    return tmp_path


def test_reading_in_several_processes_gives_the_same_in_the_same_order(folder):
    (folder / "3.txt").write_bytes(b"\x00")
    files = find_files([folder])
    steps = []
    read, errors = read_all(files, jobs=2, progress=lambda done, all_: steps.append((done, all_)))
    assert [d.source for d, _ in read] == ["0.txt", "1.txt", "2.txt", "4.txt", "5.txt"]
    assert [e.message.split(":")[0] for e in errors] == ["'3.txt'"]
    assert steps == [(i, 6) for i in range(1, 7)]
    again, faults = read_all(files, jobs=0)
    assert again == read
    assert [f.message for f in faults] == [e.message for e in errors]


def test_a_file_that_takes_too_long_is_reported_and_the_rest_is_read(folder):
    line = "各单位要做好便民服务工作，按时完成任务。" * 2
    page = [(60, 40 + 12 * i, 10, line) for i in range(60)]
    (folder / "2.pdf").write_bytes(pdf([page] * 500))
    limits = Limits(seconds=4, seconds_per_mb=0)
    results = list(read_each(find_files([folder]), jobs=1, limits=limits))
    assert [isinstance(r, DocumentError) for r in results] == [i == 2 for i in range(7)]
    assert results[2].message.startswith("'2.pdf': 读了 4 秒仍未读完")
    assert "split it" in results[2].hint


def test_a_file_that_needs_too_much_memory_is_reported_and_the_rest_is_read(folder):
    (folder / "2.csv").write_text("序号,事项\n" + "1,修路修桥\n" * 400_000, encoding="utf8")
    limits = Limits(memory=100 << 20)
    read, errors = read_all(find_files([folder]), jobs=1, limits=limits)
    assert [d.source for d, _ in read] == [f"{i}.txt" for i in range(6)]
    assert [e.message.split(":")[0] for e in errors] == ["'2.csv'"]
    assert "memory" in errors[0].message or "process ended" in errors[0].message


def test_a_pipe_is_no_file_and_does_not_hang(folder):
    os.mkfifo(folder / "pipe.txt")
    read, errors = read_all(find_files([folder]))
    assert len(read) == 6
    assert "不是普通文件" in errors[0].message
    with pytest.raises(DocumentError, match="not a regular file"):
        read_data(folder / "pipe.txt")


def test_a_caller_may_stop_before_the_end(folder):
    results = read_each(find_files([folder]), jobs=2)
    document, _ = next(results)
    results.close()
    assert document.source == "0.txt"
