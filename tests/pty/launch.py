"""Start a program as a terminal would: leader of a session whose terminal is standard input. Runs with -S -I."""

import fcntl
import os
import signal
import sys
import termios

if __name__ == "__main__":
    ignore_hang_up, *argv = sys.argv[1:]
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if ignore_hang_up == "ignore-hang-up":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.execvp(argv[0], argv)
