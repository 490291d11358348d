"""`python -m meeting` is the `meeting` command."""

from meeting.cli import main

main()
