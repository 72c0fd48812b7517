"""Every request we send against the one that is documented: method, path, encoding, fields, key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.conftest import KEY
from tests.wire.conftest import Answered, sample
from tui.api.errors import Refused
from tui.api.values import Asked, Status, UploadForm

DOCUMENTED = UploadForm(
    callback="https://your.app/callback",
    taken="2025-10-20 11:00:00",
    camera="Canon EOS 5D",
    latitude=66.66,
    longitude=66.66,
    tags=("test1", "test2"),
    prompt="Focus on the speaker and major scene changes.",
)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "example.MOV"
    path.write_bytes(b"bytes of a video")
    return path


async def test_the_plain_list(answered: Answered) -> None:
    talk = await answered(sample("v1_list_videos_sample_strings"))
    await talk.client.list_videos()
    assert talk.line == "POST /serve/api/v1/list_videos HTTP/1.1"
    assert talk.json == sample("v1_list_videos_request_basic")
    assert talk.header("content-type") == "application/json"
    assert talk.header("authorization") == KEY


async def test_the_list_by_metadata(answered: Answered) -> None:
    talk = await answered(sample("v1_list_videos_sample_ints"))
    asked = Asked(
        camera="Canon EOS 5D",
        tag="holiday",
        taken_since=1729388400000,
        latitude=39.9042,
        longitude=116.4074,
        video_nos=("VI606404158946574336", "VI606402870447996928"),
    )
    await talk.client.list_videos(asked, size=50)
    assert talk.json == sample("v1_list_videos_request_metadata")


async def test_the_list_by_everything(answered: Answered) -> None:
    talk = await answered(sample("v1_list_videos_sample_ints"))
    asked = Asked(
        name="<string>",
        video_no="<string>",
        video_nos=("VI606404158946574336", "VI606402870447996928"),
        camera="Canon EOS 5D",
        tag="holiday",
        taken_since=1729388400000,
        latitude=39.9042,
        longitude=116.4074,
    )
    await talk.client.list_videos(asked)
    assert talk.json == sample("v1_list_videos_request_all")


async def test_the_metadata_of_one_video(answered: Answered) -> None:
    talk = await answered(sample("v1_get_metadata_sample"))
    await talk.client.get_metadata("VI606404158946574336")
    assert talk.line.startswith("GET /serve/api/v1/get_metadata?")
    assert talk.query == sample("v1_get_metadata_request")
    assert talk.header("authorization") == KEY


async def test_an_upload_from_a_url(answered: Answered) -> None:
    """The samples write tags in two ways; we repeat the field (C16), and booleans are in lower case."""
    talk = await answered(sample("v1_upload_url_sample"))
    await talk.client.upload_url("https://example.com/test_video.mp4", DOCUMENTED)
    assert talk.line == "POST /serve/api/v1/upload_url HTTP/1.1"
    assert talk.header("content-type") == "application/x-www-form-urlencoded"
    documented = [
        ["tags" if name.startswith("tags[") else name, text] for name, text in sample("v1_upload_url_request_form")
    ]
    assert sorted(talk.form) == sorted(documented)


async def test_the_same_as_the_python_sample_sends_it(answered: Answered) -> None:
    talk = await answered(sample("v1_upload_url_sample_bare"))
    form = UploadForm(
        namespace="my-project",
        callback="https://your.app/callback",
        taken="2025-10-20 11:00:00",
        camera="Canon EOS 5D",
        latitude=39.9042,
        longitude=116.4074,
        tags=("tag1", "tag2"),
        prompt="Focus on spoken dialogue",
    )
    await talk.client.upload_url("https://example.com/video.mp4", form)
    documented = [
        [name, "true" if text == "True" else text] for name, text in sample("v1_upload_url_request_form_python")
    ]
    assert sorted(talk.form) == sorted(documented)


async def test_an_upload_of_a_file(answered: Answered, clip: Path) -> None:
    """The same fields as from a URL, beside the file, which names its kind."""
    talk = await answered(sample("v1_upload_url_sample"))
    await talk.client.upload(clip, DOCUMENTED)
    assert talk.line == "POST /serve/api/v1/upload HTTP/1.1"
    assert talk.header("authorization") == KEY
    *fields, (head, content) = talk.parts
    documented = sample("v1_upload_url_request_form")
    assert sorted(fields) == sorted(
        (f'Content-Disposition: form-data; name="{name.split("[")[0]}"', text)
        for name, text in documented
        if name != "url"
    )
    assert head.splitlines() == [
        'Content-Disposition: form-data; name="file"; filename="example.MOV"',
        "Content-Type: video/quicktime",
    ]
    assert content == "bytes of a video"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp4", "video/mp4"),
        ("a.mov", "video/quicktime"),
        ("a.AVI", "video/x-msvideo"),
        ("a.mkv", "video/x-matroska"),
        ("a", "video/mp4"),
    ],
)
async def test_each_container_has_its_media_type(answered: Answered, tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    talk = await answered(sample("v1_upload_url_sample"))
    await talk.client.upload(tmp_path / name, UploadForm())
    assert talk.parts[-1][0].splitlines()[1] == f"Content-Type: {kind}"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("日本 été.mp4", "日本 été.mp4"),
        ('a"b.mp4', "a%22b.mp4"),
        ("a\r\nX-Evil: 1.mp4", "a%0D%0AX-Evil: 1.mp4"),
        ("a\\b.mp4", "a\\\\b.mp4"),
        ("a\udcffb.mp4", "a?b.mp4"),
    ],
)
async def test_a_file_name_can_close_no_quote_and_start_no_line(
    answered: Answered, tmp_path: Path, name: str, sent: str
) -> None:
    (tmp_path / name).write_bytes(b"x")
    talk = await answered(sample("v1_upload_url_sample"))
    await talk.client.upload(tmp_path / name, UploadForm())
    assert talk.parts[-1][0].splitlines()[0].endswith(f'filename="{sent}"')


async def test_the_legacy_list(answered: Answered) -> None:
    talk = await answered(sample("legacy_list_videos_sample"), dialect="legacy")
    await talk.client.list_videos(Asked(name="gun", video_no="VI1", status=Status.READY), page=2, size=20)
    assert talk.line == "POST /serve/api/video/list_videos HTTP/1.1"
    assert talk.json == {"page": 2, "size": 20, "video_name": "gun", "video_no": "VI1", "status": "PARSE"}


async def test_the_legacy_upload(answered: Answered, clip: Path) -> None:
    talk = await answered(sample("legacy_upload_sample"), dialect="legacy")
    receipt = await talk.client.upload(clip, UploadForm(callback="https://your.app/callback"))
    assert talk.line == "POST /serve/api/video/upload HTTP/1.1"
    assert [head.splitlines()[0].split("; ")[1] for head, _ in talk.parts] == ['name="callback"', 'name="file"']
    assert receipt.video_no == "mavi_video_568102998803353600"
    assert receipt.name == "mavi_api_video_1be6a69f3c6e49bf986235d68807ab1f"


async def test_the_legacy_upload_from_a_url(answered: Answered) -> None:
    talk = await answered(sample("legacy_upload_sample"), dialect="legacy")
    await talk.client.upload_url("https://example.com/a.mp4", UploadForm(callback="https://your.app/callback"))
    assert talk.line == "POST /serve/api/video/upload_url HTTP/1.1"
    assert talk.form == [["url", "https://example.com/a.mp4"], ["callback", "https://your.app/callback"]]


@pytest.mark.parametrize(
    "asked",
    [Asked(tag="a"), Asked(camera="a"), Asked(taken_since=1), Asked(latitude=1.0, longitude=2.0)],
)
async def test_what_the_legacy_list_cannot_ask_is_never_left_out_in_silence(answered: Answered, asked: Asked) -> None:
    talk = await answered(sample("legacy_list_videos_sample"), dialect="legacy")
    with pytest.raises(Refused, match="cannot filter by tag"):
        await talk.client.list_videos(asked)
    assert not talk.server.visits
    assert talk.client.can.expressible(asked) == Asked()
    await talk.client.list_videos(talk.client.can.expressible(asked))
    assert talk.json == {"page": 1, "size": 200}


@pytest.mark.parametrize(
    "form",
    [
        UploadForm(tags=("a",)),
        UploadForm(camera="a"),
        UploadForm(taken="2025-10-20 11:00:00"),
        UploadForm(latitude=1.0, longitude=2.0),
        UploadForm(prompt="a"),
        UploadForm(keep_original=False),
        UploadForm(namespace="elsewhere"),
    ],
)
async def test_what_a_legacy_upload_cannot_carry_is_never_left_out_in_silence(
    answered: Answered, clip: Path, form: UploadForm
) -> None:
    talk = await answered(sample("legacy_upload_sample"), dialect="legacy")
    with pytest.raises(Refused, match="The legacy API"):
        await talk.client.upload(clip, form)
    with pytest.raises(Refused, match="The legacy API"):
        await talk.client.upload_url("https://example.com/a.mp4", form)
    assert not talk.server.visits


async def test_several_numbers_are_asked_one_by_one_where_the_dialect_has_to(answered: Answered) -> None:
    talk = await answered(sample("recorded_list_videos_one"), dialect="legacy")
    page = await talk.client.list_videos(Asked(video_nos=("VI1", "VI2", "VI3")))
    assert len(talk.server.visits) == 3
    assert talk.json["video_no"] == "VI3"
    assert (len(page.videos), page.total) == (3, 3)


async def test_a_place_is_two_numbers_or_nothing_is_sent(answered: Answered, clip: Path) -> None:
    talk = await answered(sample("v1_list_videos_sample_ints"))
    for asked in (Asked(latitude=1.0), Asked(longitude=1.0)):
        with pytest.raises(Refused, match="only work together"):
            await talk.client.list_videos(asked)
    for form in (UploadForm(latitude=1.0), UploadForm(longitude=1.0)):
        with pytest.raises(Refused, match="only work together"):
            await talk.client.upload(clip, form)
    with pytest.raises(Refused):
        await talk.client.list_videos(Asked(latitude=float("nan"), longitude=1.0))
    assert not talk.server.visits


@pytest.mark.parametrize(
    ("number", "sent"),
    [(0.0, "0"), (-0.0, "0"), (1e-9, "0"), (0.00001, "0.00001"), (-33.8567844, "-33.8567844"), (116.4074, "116.4074")],
)
async def test_coordinates_have_no_exponent(answered: Answered, number: float, sent: str) -> None:
    talk = await answered(sample("v1_upload_url_sample"))
    await talk.client.upload_url("https://example.com/a.mp4", UploadForm(latitude=number, longitude=number))
    assert ["latitude", sent] in talk.form


@pytest.mark.row("D3")
async def test_half_a_surrogate_pair_can_be_asked_for(answered: Answered) -> None:
    talk = await answered(sample("v1_list_videos_sample_ints"))
    await talk.client.list_videos(Asked(name="a\ud800b"))
    assert talk.json["video_name"] == "a\ud800b"
    talk = await answered(sample("v1_get_metadata_not_found"))
    await talk.client.get_metadata("a\ud800b")
    assert talk.query["video_no"] == "a?b"
    talk = await answered(sample("v1_upload_url_sample"))
    await talk.client.upload_url("https://example.com/a.mp4", UploadForm(camera="a\ud800b"))
    assert ["camera_model", "a?b"] in talk.form


async def test_deleting_is_a_raw_array(answered: Answered) -> None:
    talk = await answered({"code": "0000", "msg": "success", "data": None, "success": True, "failed": False})
    await talk.client.delete_videos(["VI606404158946574336", "VI606402870447996928"])
    assert talk.path == "/serve/api/v1/delete_videos"
    assert talk.query == {"unique_id": "default"}
    assert talk.json == ["VI606404158946574336", "VI606402870447996928"]
    assert talk.header("content-type") == "application/json"
    assert talk.header("authorization") == KEY


async def test_what_was_deleted_before_is_deleted(answered: Answered) -> None:
    talk = await answered({"code": "0409", "msg": "deleting a video multiple times", "data": None})
    await talk.client.delete_videos(["VI606404158946574336"])
    assert talk.line.startswith("POST ")


async def test_no_more_are_deleted_in_a_call_than_the_service_takes(answered: Answered) -> None:
    talk = await answered({"code": "0000", "msg": "success", "data": None})
    with pytest.raises(ValueError, match="too many"):
        await talk.client.delete_videos([f"VI{n}" for n in range(101)])
    assert not talk.server.visits


async def test_the_namespaces(answered: Answered) -> None:
    talk = await answered(sample("v1_list_unique_ids_sample"))
    assert await talk.client.namespaces() == ("default", "travel", "Travel")
    assert talk.line == "GET /serve/api/v1/list_unique_ids HTTP/1.1"
    assert talk.header("authorization") == KEY


async def test_a_service_without_the_list_of_namespaces_refuses(answered: Answered) -> None:
    with pytest.raises(Refused):
        await (await answered(sample("error_0001_no_static_resource"))).client.namespaces()
