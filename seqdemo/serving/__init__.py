"""Several processes of the app behind nginx, on one machine: `python -m seqdemo.serving`, or `make serve`."""
