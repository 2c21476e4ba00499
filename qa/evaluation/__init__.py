"""How good the answers are: labelled questions in; measures, comparisons, gates and a page out.

It asks whatever it is given (`qa.evaluation.running.Asked`) and knows no index and no model.
"""
