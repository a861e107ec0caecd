"""`python -m prongsai` is the command `prongsai`."""

from prongsai.cli import main

main(prog_name="prongsai")
