"""The command `prongsai`: until all is imported, Ctrl-C ends it without a word."""

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from prongsai.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main(prog_name="prongsai")
