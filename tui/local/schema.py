"""How videos lie in SQLite: the tables, the one index that answers every list, and rows to and fro."""

from __future__ import annotations

import json
import math
import sqlite3
from pathlib import Path
from typing import Final

from tui.local.rows import Stored, pack, unpack

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS namespaces (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS tag_sets (id INTEGER PRIMARY KEY, tags TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS tag_members (
    tag TEXT NOT NULL, tag_set INTEGER NOT NULL, PRIMARY KEY (tag, tag_set)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS videos (
    number INTEGER PRIMARY KEY, namespace INTEGER NOT NULL, created INTEGER NOT NULL, ready_at INTEGER NOT NULL,
    outcome TEXT NOT NULL, tag_set INTEGER NOT NULL, taken INTEGER, camera TEXT, latitude REAL, longitude REAL,
    prefix TEXT NOT NULL, name TEXT NOT NULL, cause TEXT, duration INTEGER NOT NULL, size INTEGER NOT NULL,
    fps REAL, width INTEGER, height INTEGER, blob TEXT, covered INTEGER NOT NULL, origin TEXT NOT NULL);
"""
INDEXES: Final = {
    # Covers every filter but the name, so that counting and skipping never touch the table itself.
    "newest": "videos (namespace, created DESC, number DESC, ready_at, outcome, tag_set, camera, taken, latitude,"
    " longitude)",
    "named": "videos (name, namespace)",
    "stored_at": "videos (blob)",
}
_COLUMNS: Final = (
    "number", "namespace", "created", "ready_at", "outcome", "tag_set", "taken", "camera", "latitude", "longitude",
    "prefix", "name", "cause", "duration", "size", "fps", "width", "height", "blob", "covered", "origin",
)  # fmt: skip
INSERT: Final = f"INSERT INTO videos ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
SELECT: Final = (
    "SELECT v.*, n.name AS namespace_name, t.tags AS tags FROM videos v"
    " JOIN namespaces n ON n.id = v.namespace JOIN tag_sets t ON t.id = v.tag_set"
)


def connect(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:", check_same_thread=False)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.create_function("great_circle_km", 4, great_circle_km, deterministic=True)
    db.executescript(_TABLES)
    make_indexes(db)
    return db


def make_indexes(db: sqlite3.Connection) -> None:
    for name, columns in INDEXES.items():
        db.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")


def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Distance on a sphere of the earth's mean radius; degrees in, kilometres out."""
    here, there = math.radians(latitude), math.radians(other_latitude)
    half_height = math.sin((there - here) / 2)
    half_width = math.sin(math.radians(other_longitude - longitude) / 2)
    chord = half_height**2 + math.cos(here) * math.cos(there) * half_width**2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, chord)))


def _packed(text: str | None) -> str | None:
    return None if text is None else pack(text)


def _unpacked(text: str | None) -> str | None:
    return None if text is None else unpack(text)


def row_to_video(row: sqlite3.Row) -> Stored:
    return Stored(
        number=row["number"], created=row["created"], ready_at=row["ready_at"], name=unpack(row["name"]),
        namespace=unpack(row["namespace_name"]), prefix=row["prefix"], outcome=row["outcome"],
        cause=_unpacked(row["cause"]), duration=row["duration"], size=row["size"], fps=row["fps"],
        width=row["width"], height=row["height"], taken=row["taken"], camera=_unpacked(row["camera"]),
        latitude=row["latitude"], longitude=row["longitude"], tags=tuple(json.loads(row["tags"])),
        blob=_unpacked(row["blob"]), covered=bool(row["covered"]), origin=row["origin"],
    )  # fmt: skip


def video_to_row(video: Stored, namespace: int, tag_set: int) -> tuple[object, ...]:
    """The values of INSERT."""
    return (
        video.number, namespace, video.created, video.ready_at, video.outcome,
        tag_set, video.taken, _packed(video.camera), video.latitude, video.longitude,
        video.prefix, pack(video.name), _packed(video.cause), video.duration, video.size, video.fps, video.width,
        video.height, _packed(video.blob), video.covered, video.origin,
    )  # fmt: skip
