"""Slow and heavy things in a separate plain process: the table of jobs, the worker, tasks run apart."""
