"""Scale: a hall full of tablets in one separate process, the same storms against our server and a bare one.

`python -m tests.scale.run` starts both servers itself, on loopback only, and prints a table whose figures are ratios,
because wall times depend on the machine and ratios on the code.
"""
