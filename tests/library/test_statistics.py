"""Every bar counts what its query finds, and its opposite the rest."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library import libraries as lib
from tests.library.test_find import holding, unique


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_bar_is_as_long_as_its_list(data: st.DataObject) -> None:
    videos = unique(data.draw(lib.libraries()))
    query = data.draw(lib.queries())
    with holding(videos) as index:
        found = index.statistics(query)
        matching = [video for video in videos if lib.meets(video, query)]
        assert found.videos == len(matching)
        assert found.seconds == sum(video.duration or 0 for video in matching)
        assert found.bytes == sum(video.size or 0 for video in matching)
        for part in found.parts:
            for share in part.shares:
                if share.query is not None:
                    assert index.find(share.query).count == share.videos, (part.title, share)
                if share.without is not None:
                    assert index.find(share.without).count == found.videos - share.videos, (part.title, share)
