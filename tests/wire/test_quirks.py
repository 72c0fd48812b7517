"""The places where the service's documents contradict each other or its answers, one by one, by their number.

The numbers are those of the contradictions in the fact sheet that this client was written from; what is decided
for each stands in the test's name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import KEY, QuickClock
from tests.rawserver import answering, http, rawserver
from tests.wire.conftest import Answered, sample
from tui.api.client import Client
from tui.api.endpoints import CALLS, LARGEST_PAGE, PACES, Pace, Rate
from tui.api.errors import RateLimited, Refused, Unauthorized
from tui.api.values import Asked, Receipt, Status, UploadForm, Video


def one(**fields: object) -> dict[str, Any]:
    """A list of one video with these fields."""
    item = {"video_no": "VI1", "video_name": "a", "status": "PARSE", **fields}
    return {"code": "0000", "msg": "success", "data": {"videos": [item], "total_count": 1}}


async def read(answered: Answered, **fields: object) -> Video:
    page = await (await answered(one(**fields))).client.list_videos()
    return page.videos[0]


async def test_c1_the_namespace_goes_with_every_call_unless_it_is_empty(answered: Answered, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"x")
    for namespace, sent in (("trips", {"trips"}), ("", {None})):
        talk = await answered(one(folder_id=-1), namespace=namespace)
        await talk.client.list_videos()
        seen: set[str | None] = {talk.json.get("unique_id")}
        talk = await answered(sample("v1_get_metadata_sample"), namespace=namespace)
        await talk.client.get_metadata("VI1")
        seen.add(talk.query.get("unique_id"))
        talk = await answered(sample("v1_upload_url_sample"), namespace=namespace)
        await talk.client.upload_url("https://example.com/a.mp4", UploadForm())
        seen.add(dict(talk.form).get("unique_id"))
        await talk.client.upload(path, UploadForm())
        seen.add(dict(talk.parts).get('Content-Disposition: form-data; name="unique_id"'))
        assert seen == sent


@pytest.mark.row("N9")
@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("PARSE", Status.READY),
        ("DONE", Status.READY),
        ("UNPARSE", Status.INDEXING),
        ("FAIL", Status.FAILED),
        ("FAILED", Status.FAILED),
        ("PARSE_ERROR", Status.FAILED),
        (" parse ", Status.READY),
        ("TRANSCODING", Status.INDEXING),
        ("", Status.INDEXING),
        (None, Status.INDEXING),
        (7, Status.INDEXING),
    ],
)
async def test_c2_c3_parse_is_ready_every_word_for_failure_counts_and_the_unknown_is_at_work(
    answered: Answered, word: object, status: Status
) -> None:
    video = await read(answered, status=word)
    assert video.status is status
    assert video.status_word == ("" if word is None else str(word))


@pytest.mark.parametrize(
    ("status", "word"), [(Status.READY, "PARSE"), (Status.INDEXING, "UNPARSE"), (Status.FAILED, "FAIL")]
)
async def test_c3_the_filter_says_fail_and_never_failed(answered: Answered, status: Status, word: str) -> None:
    talk = await answered(sample("v1_list_videos_sample_ints"))
    await talk.client.list_videos(Asked(status=status))
    assert talk.json["status"] == word


async def test_c4_numbers_come_as_text_or_as_numbers(answered: Answered) -> None:
    ints = (await (await answered(sample("v1_list_videos_sample_ints"))).client.list_videos()).videos[0]
    texts = (await (await answered(sample("legacy_list_videos_sample"))).client.list_videos()).videos[0]
    assert (ints.duration, ints.size, ints.created) == (12, 3284512, 1754037217992)
    assert (texts.duration, texts.size, texts.created) == (12, 3284512, 1754037217992)
    assert ints.taken == 1729388400000


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("653", 653),
        (" 653 ", 653),
        (653, 653),
        (653.9, 653),
        ("653.9", 653),
        ("null", None),
        ("", None),
        (None, None),
        (True, None),
        (-1, None),
        ("NaN", None),
        ("1e999", None),
        ([653], None),
        (10**40, None),
        (1754037217992, None),
        ("٣", 3),
    ],
)
async def test_c4_what_is_no_sensible_number_is_unknown(answered: Answered, raw: object, read_as: int | None) -> None:
    assert (await read(answered, duration=raw)).duration == read_as


@pytest.mark.row("D5")
async def test_c4_seconds_and_microseconds_are_no_upload_times(answered: Answered) -> None:
    assert (await read(answered, create_time="1754037217")).created is None
    assert (await read(answered, create_time="1754037217992000")).created is None


async def test_c4_old_films_were_taken_before_1970(answered: Answered) -> None:
    assert (await read(answered, datetime_taken="-86400000")).taken == -86400000


@pytest.mark.parametrize("total", [31, "31", 31.0])
async def test_c5_the_total_comes_as_text_or_as_a_number(answered: Answered, total: object) -> None:
    talk = await answered({"code": "0000", "data": {"videos": [], "total_count": total}})
    assert (await talk.client.list_videos()).total == 31


@pytest.mark.parametrize("cause", ["null", "", None, "NULL", " null "])
async def test_c6_no_cause_is_written_in_many_ways(answered: Answered, cause: object) -> None:
    assert (await read(answered, cause=cause)).cause is None
    assert (await read(answered, status="FAIL", cause="no video stream")).cause == "no video stream"


async def test_c7_c8_the_size_is_always_sent_and_never_above_200(answered: Answered) -> None:
    talk = await answered(sample("v1_list_videos_sample_ints"))
    for asked, sent in ((200, 200), (20, 20), (5000, LARGEST_PAGE), (0, 1)):
        await talk.client.list_videos(size=asked)
        assert talk.json["size"] == sent


async def test_c9_only_the_legacy_dialect_promises_parts_of_names(answered: Answered) -> None:
    can = (await answered({})).client.can
    assert (can.partial_names, can.why_not("partial_names")) == (False, "This API only matches whole names.")
    assert (await answered({}, dialect="legacy")).client.can.partial_names


async def test_c10_c11_lists_filter_by_milliseconds_and_camera_model(answered: Answered) -> None:
    talk = await answered(sample("v1_list_videos_sample_ints"))
    await talk.client.list_videos(Asked(taken_since=1729388400000, camera="Canon EOS 5D"))
    assert (talk.json["datetime_taken"], talk.json["camera_model"]) == (1729388400000, "Canon EOS 5D")


async def test_c13_recorded_receipts_have_no_status_and_no_time(answered: Answered) -> None:
    talk = await answered(sample("recorded_upload_url_bare"))
    receipt = await talk.client.upload_url("https://example.com/a.mp4", UploadForm())
    assert (receipt.name, receipt.status, receipt.uploaded) == ("ElephantsDream", None, None)


async def test_c13_c14_documented_receipts_have_both_and_an_inner_name(answered: Answered) -> None:
    talk = await answered(sample("v1_upload_url_sample"))
    receipt = await talk.client.upload_url("https://example.com/a.mp4", UploadForm())
    name = "1be6a69f3c6e49bf986235d68807ab1f"
    assert receipt == Receipt("VI568102998803353600", name, Status.INDEXING, 1744905509814)


@pytest.mark.parametrize(
    ("raw", "tags"),
    [
        (["living_room", "couch", "api"], ("living_room", "couch", "api")),
        (["a", "a", "b"], ("a", "b")),
        (["a", None, "", 7, ["b"], {}], ("a", "7")),
        ("holiday", ("holiday",)),
        (None, ()),
        ({}, ()),
        (False, ()),
    ],
)
async def test_c15_tags_are_many_and_machine_made_and_sometimes_odd(
    answered: Answered, raw: object, tags: tuple[str, ...]
) -> None:
    assert (await read(answered, tags=raw)).tags == tags


async def test_c16_c17_tags_are_repeated_fields_of_a_form(answered: Answered) -> None:
    talk = await answered(sample("v1_upload_url_sample"))
    await talk.client.upload_url("https://example.com/a.mp4", UploadForm(tags=("one, two", "three")))
    assert [text for name, text in talk.form if name == "tags"] == ["one, two", "three"]


def test_c18_uploads_are_one_a_second_until_the_service_says_otherwise() -> None:
    assert PACES[Pace.UPLOADING] == Rate(1, 1.0)
    assert {calls.upload.pace for calls in CALLS.values()} == {Pace.UPLOADING}


@pytest.mark.parametrize(("code", "status"), [("0401", 200), ("0401", 401), ("9009", 200), (401, 401), (None, 401)])
async def test_c20_a_wrong_key_is_told_in_many_ways(answered: Answered, code: object, status: int) -> None:
    talk = await answered({"code": code, "msg": "Authorization invalid"}, status=status)
    with pytest.raises(Unauthorized):
        await talk.client.list_videos()
    assert len(talk.server.visits) == 1


@pytest.mark.parametrize("status", [200, 429])
async def test_c21_a_limit_is_told_in_two_ways(answered: Answered, status: int) -> None:
    talk = await answered(sample("error_0429_bare"), status=status)
    with pytest.raises(RateLimited) as raised:
        await talk.client.list_videos()
    assert raised.value.detail == "Request has exceeded the limit. [0429]"


async def test_c23_either_call_tells_how_a_video_is(answered: Answered) -> None:
    """The legacy dialect has no metadata call: its list is asked for the one number."""
    listed = sample("legacy_list_videos_sample")
    talk = await answered(listed, dialect="legacy")
    video = await talk.client.get_metadata("VI606402870447996928")
    assert video is not None
    assert (video.video_no, video.duration) == ("VI606402870447996928", 61)
    assert talk.json == {"page": 1, "size": 1, "video_no": "VI606402870447996928"}
    assert await talk.client.get_metadata("VI999") is None


async def test_c29_c31_pictures_and_places_of_storage_are_kept(answered: Answered) -> None:
    talk = await answered(sample("v1_list_videos_sample_strings"))
    video = (await talk.client.list_videos()).videos[0]
    item = sample("v1_list_videos_sample_strings")["data"]["videos"][0]
    assert (video.cover_url, video.video_url, video.blob) == (item["cover_url"], item["video_url"], item["blob"])
    assert (video.bucket, video.fps, video.width, video.resolution) == ("mavi-resource", None, None, None)
    assert video.tags[-1] == "api"


async def test_not_visible_yet_is_null_and_no_error(answered: Answered) -> None:
    talk = await answered(sample("v1_get_metadata_not_found"))
    assert await talk.client.get_metadata("VI1") is None


@pytest.mark.parametrize("name", ["v1_get_metadata_sample", "v1_get_metadata_sample_prose"])
async def test_documented_metadata_is_read_whole(answered: Answered, name: str) -> None:
    video = await (await answered(sample(name))).client.get_metadata("VI606404158946574336")
    assert video == Video(
        video_no="VI606404158946574336",
        name="182082-867762198_tiny",
        status=Status.READY,
        status_word="PARSE",
        duration=12,
        size=3284512,
        created=1754037217992,
        taken=1729388400000,
        camera="Canon EOS 5D",
        latitude=39.9042,
        longitude=116.4074,
        tags=("holiday", "beijing", "api"),
        fps=30.0,
        width=1280,
        height=720,
        resolution="720P",
    )


async def test_upload_names_for_fields_are_understood_in_lists_too(answered: Answered) -> None:
    item = {"videoNo": "VI7", "videoName": "seven", "videoStatus": "PARSE", "uploadTime": "1744905509814"}
    talk = await answered({"code": "0000", "data": {"videos": [item], "totalCount": "1"}})
    page = await talk.client.list_videos()
    assert (page.videos[0].video_no, page.videos[0].name, page.videos[0].created) == ("VI7", "seven", 1744905509814)
    assert page.total == 1


async def test_half_a_place_is_none(answered: Answered) -> None:
    video = await read(answered, latitude=39.9, longitude="null")
    assert (video.latitude, video.longitude) == (None, None)
    video = await read(answered, latitude="0", longitude=0)
    assert (video.latitude, video.longitude) == (0.0, 0.0)


@pytest.mark.parametrize("error", ["error_0001_no_static_resource", "error_0001_video_not_found"])
async def test_documented_errors_keep_their_message(answered: Answered, error: str) -> None:
    talk = await answered(sample(error))
    with pytest.raises(Refused) as raised:
        await talk.client.list_videos()
    assert raised.value.detail == f"{sample(error)['msg']} [0001]"


async def test_a_code_may_be_a_number_without_its_zeros(answered: Answered) -> None:
    talk = await answered({"code": 0, "msg": "success", "data": {"videos": []}})
    assert (await talk.client.list_videos()).videos == ()


async def test_a_number_with_thousands_of_digits_costs_its_field_alone() -> None:
    digits = b"9" * 6000
    body = b'{"code":"0000","data":{"videos":[{"video_no":"VI1","size":%s},{"video_no":"VI2","size":5}]}}' % digits
    async with rawserver(answering(http(body))) as server:
        client = Client(host=server.url, key=KEY, clock=QuickClock())
        page = await client.list_videos()
        await client.aclose()
    assert [(video.video_no, video.size) for video in page.videos] == [("VI1", None), ("VI2", 5)]
