"""Places inside geo: URIs and links to maps: Google, OpenStreetMap, Apple, Bing and their like."""

from __future__ import annotations

import re
from typing import Final

from tui.geo.point import CoordinateProblem, Point, checked

_NUMBER: Final = r"([+-]?[0-9]{1,20}(?:\.[0-9]{0,40})?)"
_PAIR: Final = re.compile(rf"(?:loc:)?\s*{_NUMBER}\s*[,~\s]\s*{_NUMBER}(?![0-9.])")
_GEO: Final = re.compile(rf"geo:{_NUMBER},{_NUMBER}(?:,[+-]?[0-9.]+)?((?:;[^?]*)?)(?:\?(.*))?", re.IGNORECASE)
_PIN: Final = re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}")
_VIEW: Final = re.compile(rf"/@{_NUMBER},{_NUMBER}(?=[,/?#]|$)")
_OSM_VIEW: Final = re.compile(rf"[#&]map=[0-9.]+/{_NUMBER}/{_NUMBER}")
_APART: Final = (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude"))
_TOGETHER: Final = ("q", "query", "ll", "coordinate", "center", "destination", "daddr", "saddr", "sll", "cp", "point")
_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/", re.IGNORECASE)


def read(text: str) -> Point | None:
    """The point in a URI; None if it is no URI at all."""
    if text[:4].lower() == "geo:":
        return _geo(text)
    if not (re.match(r"https?://", text, re.IGNORECASE) or _HOST.match(text)):
        return None
    found = _pin(text) or _asked_for(text) or _view(text)
    if found is None:
        raise CoordinateProblem("That link names no coordinates. Open it and copy the long address it leads to.")
    return found


def _geo(text: str) -> Point:
    match = _GEO.fullmatch(text)
    if match is None:
        raise CoordinateProblem("A geo: address is written geo:39.9042,116.4074.")
    latitude, longitude, parameters, question = match.groups()
    system = re.search(r";crs=([^;]*)", parameters or "", re.IGNORECASE)
    if system and system[1].lower() != "wgs84":
        raise CoordinateProblem("That geo: address counts in another system than WGS 84.")
    # Android writes geo:0,0?q=39.9,116.4(Label) for a pin.
    pin = _asked_for("?" + question) if question else None
    return pin or checked(float(latitude), float(longitude), order_is_known=True)


def _pin(url: str) -> Point | None:
    return _matched(_PIN.search(url))


def _view(url: str) -> Point | None:
    return _matched(_VIEW.search(url)) or _matched(_OSM_VIEW.search(url))


def _asked_for(url: str) -> Point | None:
    from urllib.parse import parse_qs

    _, _, question = url.partition("?")
    values = {key.lower(): found[0] for key, found in parse_qs(question.partition("#")[0]).items()}
    for north, east in _APART:
        if north in values and east in values:
            pair = _PAIR.fullmatch(f"{values[north]},{values[east]}")
            if pair:
                return _matched(pair)
    for key in _TOGETHER:
        pair = _PAIR.match(values.get(key, ""))
        if pair:
            return _matched(pair)
    return None


def _matched(match: re.Match[str] | None) -> Point | None:
    return checked(float(match[1]), float(match[2]), order_is_known=True) if match else None
