"""Slow and heavy work in separate processes: the table of jobs, the worker, and isolated tasks."""
