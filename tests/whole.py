"""What holds of whatever was read: nothing is lost, every span is where it says."""

from corpus.coverage import coverage
from corpus.records import NUMBER

MAX_PASSAGE = 4000


def assert_whole(document, passages):
    """Fail unless the passages and exclusions are the document, piece by piece, in order."""
    found = coverage(document, passages)
    assert found.gaps == ()
    assert found.share == 1.0
    position = 0
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert position <= passage.start < passage.end
        assert len(passage.text) <= MAX_PASSAGE
        position = passage.end
        for field in passage.fields:
            # the number of a clause that is cut stands in its first part
            assert field.name == NUMBER or passage.start <= field.start
            assert field.start <= field.end
        for heading in passage.path:
            shown = "".join(document.text[heading.start : heading.end].split())
            assert shown == "".join(heading.text.split())
    assert len({p.id for p in passages}) == len(passages)
