"""Layouts of other marketplaces (MTurk, Turkle, Toloka, Ground Truth) read into the words of a draft.

Nothing here knows a model, and nothing of a layout's HTML is ever served: ``source`` makes text of bytes, ``page``
finds words and controls in it, ``questions`` and ``steps`` make proofs and steps of them, ``notes`` say what came
otherwise.
"""
