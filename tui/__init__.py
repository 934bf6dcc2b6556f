"""The desk and the command line: what people touch."""

from tui.terminal import prepare

prepare()  # before anything below imports Textual, which reads its settings only once
