"""Every fault that this program is held to, a row each: what goes wrong, in a sentence, and why it can't be tried."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One fault. Tests name it by `@pytest.mark.row("N7")`, `docs/reliability.md` says what comes of it."""

    id: str
    fault: str
    untried: str = ""
    """Why no test here can show it, in a sentence that the document repeats; empty for all others."""


_LINE = (
    Row("N1", "The service limits every call for minutes."),
    Row("N2", "The time to wait that comes with a limit is missing, huge, past or nonsense."),
    Row("N3", "The service fails with 500, 502, 503 and 504 for a while, and recovers."),
    Row("N4", "The key stops being accepted in the midst of a session."),
    Row("N5", "The account has no credits left, is disabled, or may not do this."),
    Row("N6", "The answer is a web page, empty, or JSON of the wrong kind."),
    Row("N7", "The answer is shorter than it promised to be."),
    Row("N8", "The answer is packed badly, or a small one unpacks to a huge one."),
    Row("N9", "Fields are unknown, missing or of another type, a status is a new word."),
    Row("N10", "The answer arrives a byte at a time, for ever."),
    Row("N11", "The service accepts the connection and never answers."),
    Row("N12", "The connection is reset in the midst of an answer or of an upload."),
    Row(
        "N13", "The name is unknown, the door closed, the way missing, the certificate a stranger's or of another host."
    ),
    Row("N14", "The certificate is not valid yet, since a clock is wrong."),
    Row("N15", "The clock jumps by hours, or the machine sleeps, while something is sent."),
    Row("N16", "Pages repeat, shift, are missing, never end, and the total changes."),
    Row("N17", "One page names a video twice, by an empty number or by one of 4 kB."),
    Row("N18", "The proxy is dead, or asks for a password."),
    Row("N19", "The answer sends us to another host, to plain HTTP, or round in circles."),
    Row("N20", "The key holds a space, a line end, a NUL or typographic quotes."),
    Row("N21", "The answer to an older question arrives after that to a newer one."),
)

_UPLOADS = (
    Row("U1", "The program is killed at any step of sending a file."),
    Row("U2", "The program is killed again and again, shortly after each start."),
    Row("U3", "The line to the person is silent for half a minute while files are sent."),
    Row("U4", "The line to the person is gone for good while files are sent."),
    Row("U5", "A hang-up, a request to end, Ctrl-C or quitting while files are sent."),
    Row("U6", "The service refuses early and closes, so that its answer may be lost."),
    Row("U7", "The service refuses early and goes on reading."),
    Row("U8", "The answer is lost after the last byte."),
    Row("U9", "The service stops reading."),
    Row("U10", "The file grows, shrinks or is replaced while it is sent."),
    Row("U11", "The file is gone, unreadable, a folder, a pipe, a device, sparse and huge, or a link to itself."),
    Row("U12", "The file is empty, as large as is allowed, a byte larger, or no video by name or content."),
    Row("U13", "Ten thousand files at once, the same one twice, two names of one file, two files of one content."),
    Row("U14", "The disk is full at any write of the journal."),
    Row("U15", "The journal is read-only, damaged, of a later version, or another copy's."),
    Row("U16", "The service takes one upload a minute, and there are fifty."),
    Row("U17", "Indexing never ends, fails, or the video vanishes meanwhile."),
    Row("U18", "The line gets slower and slower until it stands still."),
)

_TERMINAL = (
    Row("T1", "The program is sent TERM, HUP, INT, QUIT or KILL."),
    Row("T2", "The terminal takes no output for a while."),
    Row("T3", "The terminal vanishes and nobody says so."),
    Row("T4", "Input or output is no terminal."),
    Row("T5", "The terminal is dumb, unknown, of few colours, or none are wanted."),
    Row("T6", "The locale is C, unknown or not of UTF-8."),
    Row("T7", "Bytes that are no text are typed or pasted."),
    Row("T8", "A key's sequence arrives in pieces."),
    Row("T9", "Lines, a lot, or control characters are pasted, or the paste never ends."),
    Row("T10", "The size changes a hundred times in a second."),
    Row("T11", "The terminal is as small as a stamp, or as large as a wall."),
    Row("T12", "The program is stopped and goes on, again and again."),
    Row("T13", "It runs in a multiplexer that is left and joined again in another size."),
    Row(
        "T14",
        "It runs over mosh, with cuts and losses.",
        untried="Neither mosh nor a network that loses packets is there where the tests run.",
    ),
    Row("T15", "It ends before the terminal has answered what it was asked."),
    Row("T16", "Three hundred messages come at once."),
    Row("T17", "A copy is made where nothing can say that it arrived."),
    Row("T18", "The line is slow, far and loses bytes for minutes."),
)

_DATA = (
    Row("D1", "Names look like markup."),
    Row("D2", "Names hold what drives a terminal."),
    Row("D3", "Names are of any script, direction, width and length, or no text at all."),
    Row("D4", "There is no video, one, or a million."),
    Row("D5", "Lengths and dates are missing, negative, huge or of another unit."),
    Row("D6", "What is typed to be looked for is huge, blank, or looks like code."),
    Row("D7", "A transcript of megabytes in one line, or in fifty thousand pieces."),
    Row("D8", "The settings can't be read, are of the wrong kind, or hold a key for all to see."),
    Row("D9", "The key could show in any output, log, picture or copy."),
    Row("D10", "Coordinates, tags and names are outside of what the service takes."),
    Row("D11", "The connection is lost in the midst of deleting many."),
    Row("D12", "Somebody else deletes or renames what is looked at."),
)

_PROCESS = (
    Row("P1", "A bug raises in a worker, a handler, while drawing, in a thread, or at the end."),
    Row("P2", "A thread still works when the program is left."),
    Row("P3", "Something holds up the interface."),
    Row("P4", "There is little memory."),
    Row("P5", "There are no file descriptors left."),
    Row("P6", "Home is missing, read-only or full, and the umask open."),
    Row("P7", "Two copies run on one account."),
    Row("P8", "The program is upgraded while it runs."),
    Row("P9", "It runs for days."),
    Row(
        "P10",
        "It runs on another Python.",
        untried="The tests run on the Python that they find; nothing here begins another.",
    ),
)

_TEXTUAL = (
    Row("X1", "A screen is closed while its work goes on."),
    Row("X2", "Work that is told to be the only one cancels other work of its screen."),
    Row("X3", "Work in a thread goes on after it was cancelled."),
    Row("X4", "Leaving waits for threads."),
    Row("X5", "Work that fails does so in silence."),
    Row("X6", "A crash ends with the code of a success."),
    Row("X7", "A traceback shows what variables hold."),
    Row("X8", "A signal leaves the terminal as the program had it."),
    Row("X9", "A terminal that is gone is read for ever."),
    Row("X10", "A line that takes nothing blocks the loop."),
    Row("X11", "Bytes that are no UTF-8 end the input."),
    Row("X12", "A sequence in pieces becomes other keys."),
    Row("X13", "Brackets in data are read as markup."),
    Row("X14", "Control characters in data reach the terminal."),
    Row("X15", "One cell that changes repaints the whole table."),
    Row("X16", "Every cell is measured for the width of its column."),
    Row("X17", "Loading anew loses the cursor, or fails on a key that is there twice."),
    Row("X18", "A line that changes lays out the whole screen."),
    Row("X19", "A cursor that blinks costs bytes for ever."),
    Row("X20", "A start paints again and again."),
    Row("X21", "The empty choice of a list is a value that could have been chosen."),
    Row("X22", "A list with other choices keeps what was chosen before."),
    Row("X23", "A key that is pressed twice opens a card twice."),
    Row("X24", "A card that waits for its own end never ends."),
    Row("X25", "Notices pile up without a limit."),
    Row("X26", "A field takes one line of what is pasted."),
    Row("X27", "Stopping the program deadlocks."),
    Row("X28", "Nothing can be drawn where the locale is not of UTF-8."),
    Row("X29", "`NO_COLOR` still sends greys."),
    Row("X30", "Sixteen colours of somebody's own can't be read."),
    Row("X31", "A terminal that can do nothing is flooded."),
    Row("X32", "Over SSH nobody tells how many colours there are."),
    Row(
        "X33",
        "A killed program leaves the keyboard in another mode.",
        untried="After SIGKILL no program can do anything any more; `reset` puts the terminal right.",
    ),
    Row("X34", "A change of size is missed."),
    Row("X35", "A copy is sent whole however long it is, and bare within a multiplexer."),
    Row("X36", "The mouse is taken from the terminal."),
    Row("X37", "A handler runs twice, by itself and by its heir."),
    Row("X38", "A loop that a test begins takes that of another along."),
    Row("X39", "A program that a fixture runs is not the active one."),
    Row("X40", "A test waits for time instead of a cause."),
)
"""What the library that draws leads programs into."""

ROWS = (*_LINE, *_UPLOADS, *_TERMINAL, *_DATA, *_PROCESS, *_TEXTUAL)
