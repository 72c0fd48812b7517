"""Start a program as a terminal would: leader of a session whose terminal is standard input.

    python -S -I launch.py plain|deaf|foreign PROGRAM …

deaf: with SIGHUP ignored, as after `nohup` or `trap '' HUP`. foreign: the terminal is not the session's, so that
the kernel tells nobody when it vanishes.
"""

import fcntl
import os
import signal
import sys
import termios

if __name__ == "__main__":
    manner, *argv = sys.argv[1:]
    os.setsid()
    if manner != "foreign":
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if manner == "deaf":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.execvp(argv[0], argv)
