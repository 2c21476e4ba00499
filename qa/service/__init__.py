"""The HTTP service: routes, JSON shapes, problems, the page; the only room with an event loop."""
