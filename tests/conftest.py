"""What holds for every test: signals mean what they usually mean, however the tests were started.

A shell that starts them in the background, or `nohup`, hands down signals that are ignored; the programs that the
tests start would inherit that.
"""

from __future__ import annotations

import signal

for _number in (signal.SIGHUP, signal.SIGQUIT):
    signal.signal(_number, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
