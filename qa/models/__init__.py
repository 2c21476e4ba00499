"""The models room: the only importers of onnxruntime, tokenizers, torch and sentence-transformers.

A model is found (`source`), exported once to ONNX (`export`) into a checked folder (`cache`), and
from then on run without torch (`embedder`). What cannot be exported runs in torch (`custom`).
`loading` chooses. Nothing here downloads anything.
"""
