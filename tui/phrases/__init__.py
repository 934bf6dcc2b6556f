"""What an agent types in the entry line, understood: Danish, Norwegian and English, all at once.

Pure: text, card and day in; acts, a question or a note out. `tokens` → `numbers`, `days`, `vocabulary` (values) →
`grammar` (all readings) → `arranging`, `telling` (what they mean on this card) → `reading`. `saying` is the way back.
"""

from tui.phrases.completing import completions
from tui.phrases.reading import Choice, Question, Reading, Span, makes_sense_of, read
from tui.phrases.saying import as_json, say

__all__ = ["Choice", "Question", "Reading", "Span", "as_json", "completions", "makes_sense_of", "read", "say"]
