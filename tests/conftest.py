"""What holds for every test: signals mean what they usually mean, however the tests were started.

A shell that starts them in the background, or `nohup`, hands down signals that are ignored; the programs that the
tests start would inherit that. And no property is a matter of time: a busy machine proves nothing.
"""

from __future__ import annotations

import signal

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

for _number in (signal.SIGHUP, signal.SIGQUIT):
    signal.signal(_number, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
