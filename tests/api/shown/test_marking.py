from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from api.shown.marking import marked
from catalogue.answers import Marked


def test_marks_stand_around_the_spans_and_everything_is_escaped() -> None:
    found = Marked("<b>بودجه</b> سال", ((3, 8),))
    assert marked(found) == "&lt;b&gt;<mark>بودجه</mark>&lt;/b&gt; سال"
    assert marked(Marked("<i>")) == "&lt;i&gt;"


@given(st.text(max_size=60), st.data())
def test_marking_changes_no_character(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    shown = marked(Marked(text, spans))
    assert shown.replace("<mark>", "").replace("</mark>", "") == escape(text)
    assert shown.count("<mark>") == len(spans)
