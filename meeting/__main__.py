"""`python -m meeting` runs the `meeting` command."""

from meeting.cli import main

main()
