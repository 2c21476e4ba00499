"""The corpus folder and the articles in it: nothing else reads or writes that folder."""
